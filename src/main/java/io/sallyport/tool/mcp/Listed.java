package io.sallyport.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A server's tools, put together page by page. One thread at a time. */
final class Listed {
    private static final int MOST_TOOLS = 1000;

    /** Bytes of all definitions together; what is longer is no list that anybody has read. */
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    private final Map<String, Definition> all = new LinkedHashMap<>();
    private int tools;
    private int bytes;

    /** Whether each is new, and all together are not too many and not too much. */
    boolean add(JsonNode page) {
        for (JsonNode tool : page) {
            if (++tools > MOST_TOOLS) {
                return false;
            }
            Optional<Definition> defined = Definition.of(tool);
            if (defined.isPresent() && !add(defined.get())) {
                return false;
            }
        }
        return true;
    }

    private boolean add(Definition defined) {
        bytes += defined.json().length();
        return bytes <= MOST_BYTES && all.putIfAbsent(defined.name(), defined) == null;
    }

    Collection<Definition> definitions() {
        return all.values();
    }

    /** By tool. */
    Map<String, String> digests() {
        return all.values().stream().collect(Collectors.toUnmodifiableMap(Definition::name, Definition::digest));
    }
}
