package io.sallyport.edge.runs;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.chat.Label;
import io.sallyport.chat.Message;
import io.sallyport.chat.Part;
import io.sallyport.chat.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a caller says: a text, or parts as OpenAI's chat completions have them. All of it is labelled {@code user}. */
final class InputParts {
    private static final int MOST_PARTS = 100;
    private static final String FIX = "Send a text, or a list of {\"type\": \"text\", \"text\": …} and"
            + " {\"type\": \"image_url\", \"image_url\": {\"url\": …}}.";

    private InputParts() {}

    static List<Message> of(JsonNode input) {
        return List.of(new Message(Role.USER, parts(input), List.of(), Optional.empty()));
    }

    private static List<Part> parts(JsonNode input) {
        if (input.isTextual()) {
            if (input.textValue().isBlank()) {
                throw Fields.bad("input", "is empty", "Say what the agent is to do.");
            }
            return List.of(new Part.Text(input.textValue(), Label.USER));
        }
        if (!input.isArray() || input.isEmpty() || input.size() > MOST_PARTS) {
            throw Fields.bad("input", "is neither a text nor a list of 1 to " + MOST_PARTS + " parts", FIX);
        }
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < input.size(); i++) {
            parts.add(part("input[" + i + "]", input.get(i)));
        }
        return parts;
    }

    private static Part part(String name, JsonNode part) {
        return switch (part.path("type").asText()) {
            case "text" -> new Part.Text(text(name + ".text", part.path("text")), Label.USER);
            case "image_url" -> new Part.Image(image(name + ".image_url.url", part.path("image_url")), Label.USER);
            default -> throw Fields.bad(name + ".type", "is neither text nor image_url", FIX);
        };
    }

    private static String text(String name, JsonNode text) {
        if (!text.isTextual()) {
            throw Fields.bad(name, "is not a text", FIX);
        }
        return text.textValue();
    }

    private static String image(String name, JsonNode image) {
        String url = image.isTextual() ? image.textValue() : text(name, image.path("url"));
        String scheme = url.substring(0, Math.max(0, url.indexOf(':'))).toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("data")) {
            throw Fields.bad(name, "is neither an https: nor a data: address", "Send one of these.");
        }
        return url;
    }
}
