package io.sallyport.provider.scripted;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.math.BigDecimal;

/**
 * Fills in what a script leaves open: {@code {{lastUserMessage}}}, {@code {{lastToolResult}}}, {@code {{lastToolResult.field}}},
 * {@code {{lastToolResults}}}, {@code {{each.field}}}, {@code {{firstTool}}}, {@code {{model}}} and {@code {{group1}}}. Any other word in braces stays as it is.
 */
final class Placeholders {
    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\{\\{\\s*([A-Za-z]+)([0-9]?)((?:\\.[A-Za-z0-9_-]+)*)\\s*}}");

    /** A text that is this and nothing else becomes a number in arguments. */
    private static final Pattern NUMBER = Pattern.compile("\\{\\{\\s*number\\s+([A-Za-z0-9_.-]+)\\s*}}");

    private Placeholders() {}

    static String filled(String template, Prompt prompt) {
        Matcher matcher = PLACEHOLDER.matcher(template);
        StringBuilder filled = new StringBuilder();
        int done = 0;
        while (matcher.find()) {
            filled.append(template, done, matcher.start()).append(value(matcher, prompt));
            done = matcher.end();
        }
        return filled.append(template.substring(done)).toString();
    }

    /** Every text within {@code template}; what is filled in is a value and never becomes part of the JSON around it. */
    static JsonNode filled(JsonNode template, Prompt prompt) {
        return switch (template) {
            case ObjectNode object -> {
                ObjectNode filled = Prompt.JSON.createObjectNode();
                object.properties().forEach(entry -> filled.set(entry.getKey(), filled(entry.getValue(), prompt)));
                yield filled;
            }
            case ArrayNode array -> {
                ArrayNode filled = Prompt.JSON.createArrayNode();
                array.forEach(element -> filled.add(filled(element, prompt)));
                yield filled;
            }
            default -> template.isTextual() ? text(template.asText(), prompt) : template;
        };
    }

    private static JsonNode text(String template, Prompt prompt) {
        Matcher number = NUMBER.matcher(template);
        if (!number.matches()) {
            return Prompt.JSON.getNodeFactory().textNode(filled(template, prompt));
        }
        String value = filled("{{" + number.group(1) + "}}", prompt);
        try {
            return Prompt.JSON.getNodeFactory().numberNode(new BigDecimal(value));
        } catch (NumberFormatException noNumber) {
            return Prompt.JSON.getNodeFactory().textNode(value);
        }
    }

    private static String value(Matcher placeholder, Prompt prompt) {
        String name = placeholder.group(1);
        String number = placeholder.group(2);
        String path = placeholder.group(3);
        if (name.equals("group") && !number.isEmpty() && path.isEmpty()) {
            return prompt.group(Integer.parseInt(number));
        }
        if (name.equals("lastToolResult") && number.isEmpty()) {
            return path.isEmpty()
                    ? prompt.lastToolResult()
                    : lastToolResult(prompt, path.substring(1)).asText();
        }
        if (name.equals("each") && number.isEmpty()) {
            return prompt.each().at(pointer(path)).asText();
        }
        return number.isEmpty() && path.isEmpty() ? word(name, placeholder.group(), prompt) : placeholder.group();
    }

    private static String word(String name, String unknown, Prompt prompt) {
        return switch (name) {
            case "lastUserMessage" -> prompt.lastUserMessage();
            case "lastToolResults" -> prompt.lastToolResults();
            case "firstTool" -> prompt.firstTool();
            case "model" -> prompt.model();
            default -> unknown;
        };
    }

    /** What stands at {@code path} in the last tool's result; missing where that is no JSON or has no such field. */
    static JsonNode lastToolResult(Prompt prompt, String path) {
        try {
            return Prompt.JSON.readTree(prompt.lastToolResult()).at(pointer("." + path));
        } catch (JacksonException notJson) {
            return Prompt.JSON.missingNode();
        }
    }

    private static String pointer(String path) {
        return path.replace('.', '/');
    }
}
