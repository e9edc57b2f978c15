package io.sallyport.edge.openai.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.chat.Label;
import io.sallyport.chat.Message;
import io.sallyport.chat.Part;
import io.sallyport.chat.Role;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a chat completion says to an agent. Whatever role a caller gives their words, they are a caller's words: system and developer messages
 * become the user's, and everything is labelled {@code user}, earlier answers included, because only the caller vouches for them.
 */
final class Conversation {
    private static final int MOST_MESSAGES = 2_000;

    private Conversation() {}

    /** All of it, for an agent that knows nothing of it yet; the last message is what is wanted now. */
    static List<Message> whole(JsonNode body) {
        refuseWhatIsTheAgentsOwn(body);
        JsonNode messages = body.path("messages");
        if (!messages.isArray() || messages.isEmpty() || messages.size() > MOST_MESSAGES) {
            throw bad("messages", "is not a list of 1 to " + MOST_MESSAGES + " messages", "Send the conversation.");
        }
        List<Message> all = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            all.add(message("messages[" + i + "]", messages.get(i)));
        }
        if (all.getLast().role() != Role.USER) {
            throw bad("messages", "does not end with what the user says", "End it with a message of the role user.");
        }
        return all;
    }

    /** Only what is wanted now, for a thread in which the agent remembers the rest. */
    static List<Message> last(JsonNode body) {
        return List.of(whole(body).getLast());
    }

    private static void refuseWhatIsTheAgentsOwn(JsonNode body) {
        for (String name : List.of("tools", "functions")) {
            if (!body.path(name).isEmpty()) {
                throw bad(name, "cannot be given to an agent, which has tools of its own", "Omit it.");
            }
        }
        if (body.path("n").asInt(1) != 1) {
            throw bad("n", "is not 1, and an agent does a thing once", "Omit it.");
        }
        String format = body.path("response_format").path("type").asText("text");
        if (!format.equals("text")) {
            throw bad("response_format", "is not text, which is what an agent answers", "Omit it.");
        }
    }

    private static Message message(String at, JsonNode message) {
        Role role = switch (message.path("role").asText()) {
            case "user", "system", "developer" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            default ->
                throw bad(
                        at + ".role",
                        "is none of user, system, developer and assistant",
                        "Leave the calls of tools out: an agent's are its own.");
        };
        return new Message(role, parts(at + ".content", message.path("content")), List.of(), Optional.empty());
    }

    private static List<Part> parts(String at, JsonNode content) {
        if (content.isTextual()) {
            return List.of(new Part.Text(content.textValue(), Label.USER));
        }
        if (!content.isArray() || content.isEmpty()) {
            throw bad(at, "is neither a text nor a list of parts", "Send what is said.");
        }
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < content.size(); i++) {
            parts.add(part(at + "[" + i + "]", content.get(i)));
        }
        return parts;
    }

    private static Part part(String at, JsonNode part) {
        return switch (part.path("type").asText()) {
            case "text" -> new Part.Text(text(at + ".text", part.path("text")), Label.USER);
            case "image_url" ->
                new Part.Image(
                        image(at + ".image_url.url", part.path("image_url").path("url")), Label.USER);
            default -> throw bad(at + ".type", "is neither text nor image_url", "Send only these to an agent.");
        };
    }

    private static String image(String at, JsonNode address) {
        String url = text(at, address);
        String scheme = url.substring(0, Math.max(0, url.indexOf(':'))).toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("data")) {
            throw bad(at, "is neither an https: nor a data: address", "Send one of these.");
        }
        return url;
    }

    private static String text(String at, JsonNode text) {
        if (!text.isTextual()) {
            throw bad(at, "is not a text", "Send a text.");
        }
        return text.textValue();
    }

    private static ProblemException bad(String param, String what, String fix) {
        return Problem.of(ProblemCode.INVALID_REQUEST, param + " " + what + ".", fix)
                .at(param)
                .exception();
    }
}
