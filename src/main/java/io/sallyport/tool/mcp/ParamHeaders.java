package io.sallyport.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Arguments that a tool wants in headers too ({@code x-mcp-header}; revision 2026-07-28, "Custom Headers from Tool Parameters").
 *
 * @param all header names by the path of the argument
 */
record ParamHeaders(Map<List<String>, String> all) {
    static final ParamHeaders NONE = new ParamHeaders(Map.of());

    private static final String MARK = "x-mcp-header";
    private static final String PROPERTIES = "properties";
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
    private static final Set<String> TYPES = Set.of("string", "integer", "boolean");
    private static final int MOST = 32;

    ParamHeaders {
        all = Map.copyOf(all);
    }

    /** Those of a tool's definition; empty where they break the protocol's rules, and the tool is not to be used. */
    static Optional<ParamHeaders> of(JsonNode tool) {
        Map<List<String>, String> found = new LinkedHashMap<>();
        Set<String> names = new HashSet<>();
        boolean fine = found(tool.path("inputSchema"), new ArrayList<>(), found, names)
                && found.size() <= MOST
                && found.size() == marks(tool.path("inputSchema"), false);
        return fine ? Optional.of(found.isEmpty() ? NONE : new ParamHeaders(found)) : Optional.empty();
    }

    /** Only what is reached by {@code properties} alone has one value in the arguments. */
    private static boolean found(
            JsonNode schema, List<String> path, Map<List<String>, String> found, Set<String> names) {
        for (Map.Entry<String, JsonNode> property : schema.path(PROPERTIES).properties()) {
            path.add(property.getKey());
            JsonNode below = property.getValue();
            if (below.has(MARK)) {
                String name = below.path(MARK).asText("");
                boolean fine = below.path(MARK).isTextual()
                        && TOKEN.matcher(name).matches()
                        && names.add(name.toLowerCase(Locale.ROOT))
                        && TYPES.contains(below.path("type").asText(""));
                if (!fine) {
                    return false;
                }
                found.put(List.copyOf(path), "Mcp-Param-" + name);
            }
            if (!found(below, path, found, names)) {
                return false;
            }
            path.removeLast();
        }
        return true;
    }

    /** All marks there are, wherever they stand. An argument may have that name, and then it is none. */
    private static int marks(JsonNode node, boolean names) {
        int marks = !names && node.isObject() && node.has(MARK) ? 1 : 0;
        for (Map.Entry<String, JsonNode> below : node.properties()) {
            marks += marks(below.getValue(), !names && below.getKey().equals(PROPERTIES));
        }
        for (JsonNode element : node.isArray() ? node : List.<JsonNode>of()) {
            marks += marks(element, false);
        }
        return marks;
    }

    /** The headers of a call with these arguments. */
    Map<String, String> headers(JsonNode arguments) {
        Map<String, String> values = new LinkedHashMap<>();
        all.forEach((path, name) -> {
            JsonNode value = arguments;
            for (String step : path) {
                value = value.path(step);
            }
            if (value.isTextual() || value.isIntegralNumber() || value.isBoolean()) {
                values.put(name, HeaderValue.of(value.asText()));
            }
        });
        return values;
    }
}
