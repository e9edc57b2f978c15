package io.sallyport.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.core.json.Json;
import io.sallyport.tool.mcp.Conversation.Listener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What came in one piece, which may be a batch (revision 2025-03-26): at most one answer to our request, and what is beside it.
 *
 * @param answer the first JSON-RPC response with our id
 * @param beside requests and notifications of the server, in their order
 */
record Message(Optional<JsonNode> answer, List<JsonNode> beside) {
    Message {
        beside = List.copyOf(beside);
    }

    static Message of(JsonNode tree, long id) {
        List<JsonNode> all = new ArrayList<>();
        if (tree.isArray()) {
            tree.forEach(all::add);
        } else {
            all.add(tree);
        }
        Optional<JsonNode> answer = all.stream().filter(one -> answers(one, id)).findFirst();
        return new Message(
                answer,
                all.stream().filter(one -> one.path("method").isTextual()).toList());
    }

    /** What a body that is no stream holds. An error without an id is about the only request there was. */
    static Message ofBody(byte[] body, long id) {
        return Json.parse(body)
                .map(tree -> {
                    Message message = of(tree, id);
                    boolean about = message.answer().isEmpty()
                            && tree.path("error").isObject()
                            && (tree.path("id").isNull() || tree.path("id").isMissingNode());
                    return about ? new Message(Optional.of(tree), message.beside()) : message;
                })
                .orElseGet(() -> new Message(Optional.empty(), List.of()));
    }

    private static boolean answers(JsonNode one, long id) {
        JsonNode named = one.path("id");
        return named.isIntegralNumber()
                && named.canConvertToLong()
                && named.longValue() == id
                && (one.has("result") != one.has("error"))
                && !one.has("method");
    }

    boolean isAnswer() {
        return answer.isPresent();
    }

    void tell(Listener listener) {
        for (JsonNode one : beside) {
            String method = one.path("method").textValue();
            if (one.has("id")) {
                listener.asked(one.path("id"), method);
            } else {
                listener.notified(method);
            }
        }
    }

    /** @param bytes how large it was */
    Reply reply(int bytes, Optional<String> session) {
        return answer.<Reply>map(one -> one.has("result")
                        ? new Reply.Result(one.path("result"), bytes, session)
                        : new Reply.Failure(
                                one.path("error").path("code").asLong(),
                                one.path("error").path("message").asText("")))
                .orElseGet(() -> new Reply.Nonsense("no answer to the request is in it"));
    }
}
