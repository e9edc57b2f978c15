package io.sallyport.embedded.inbox;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The inbox's tools: their definitions, which never change while their digests are in the shipped manifests, and what they do. */
final class InboxTools {
    /** Where the caller's key is, as the gateway sends it. */
    private static final String KEY = "io.sallyport/idempotencyKey";

    private static final int LONGEST = 10_000;

    private static final JsonArray DEFINITIONS = new JsonArray("""
            [
              {
                "name": "list_mail",
                "description": "Lists the mails of the inbox: id, sender, subject.",
                "inputSchema": { "type": "object", "additionalProperties": false }
              },
              {
                "name": "read_mail",
                "description": "Reads one mail.",
                "inputSchema": {
                  "type": "object", "additionalProperties": false, "required": ["id"],
                  "properties": { "id": { "type": "string" } }
                }
              },
              {
                "name": "send_mail",
                "description": "Sends a mail. The same key sends it once.",
                "inputSchema": {
                  "type": "object", "additionalProperties": false, "required": ["to", "subject", "body"],
                  "properties": { "to": { "type": "string" }, "subject": { "type": "string" }, "body": { "type": "string" } }
                }
              }
            ]
            """);

    private final Outbox outbox;

    InboxTools(Outbox outbox) {
        this.outbox = outbox;
    }

    /** The call is none that can be made; said as JSON-RPC's "invalid params". */
    static final class Invalid extends RuntimeException {
        Invalid(String what) {
            super(what, null, false, false);
        }
    }

    static JsonObject list() {
        return new JsonObject().put("tools", DEFINITIONS);
    }

    /** @throws Invalid where nothing was done */
    Uni<JsonObject> call(JsonObject params) {
        JsonObject arguments = params.getJsonObject("arguments", new JsonObject());
        return switch (params.getString("name", "")) {
            case "list_mail" -> Uni.createFrom().item(result(mails()));
            case "read_mail" -> Uni.createFrom().item(result(read(text(arguments, "id"))));
            case "send_mail" -> send(params, arguments);
            default -> throw new Invalid("There is no such tool.");
        };
    }

    private static JsonObject mails() {
        JsonArray lines = new JsonArray(Mail.ALL.stream().map(Mail::line).toList());
        return new JsonObject().put("mails", lines);
    }

    private static JsonObject read(String id) {
        return Mail.ALL.stream()
                .filter(mail -> mail.id().equals(id))
                .findFirst()
                .map(Mail::whole)
                .orElseThrow(() -> new Invalid("There is no mail with this id."));
    }

    private Uni<JsonObject> send(JsonObject params, JsonObject arguments) {
        String key = text(params.getJsonObject("_meta", new JsonObject()), KEY);
        String to = text(arguments, "to");
        String subject = text(arguments, "subject");
        String body = text(arguments, "body");
        return outbox.send(key, to, subject, body).map(sent -> {
            if (!List.of(to, subject, body).equals(List.of(sent.to(), sent.subject(), sent.body()))) {
                throw new Invalid("The key stands for another mail.");
            }
            return result(new JsonObject().put("messageId", sent.id()));
        });
    }

    private static String text(JsonObject holder, String name) {
        if (holder.getValue(name) instanceof String text
                && !text.isBlank()
                && text.length() <= LONGEST
                && text.indexOf('\0') < 0) {
            return text;
        }
        throw new Invalid("`" + name + "` is missing, or is no text of at most " + LONGEST + " characters.");
    }

    private static JsonObject result(JsonObject structured) {
        JsonObject text = new JsonObject().put("type", "text").put("text", structured.encode());
        return new JsonObject().put("content", new JsonArray().add(text)).put("structuredContent", structured);
    }
}
