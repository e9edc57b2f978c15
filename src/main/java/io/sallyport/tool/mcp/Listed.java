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

    private final boolean withHeaders;
    private final Map<String, ParamHeaders> headers = new LinkedHashMap<>();
    private final Map<String, Definition> all = new LinkedHashMap<>();
    private int tools;
    private int bytes;

    /** @param withHeaders whether arguments may be wanted in headers too; a tool that wants it wrongly is not there then */
    Listed(boolean withHeaders) {
        this.withHeaders = withHeaders;
    }

    /** Whether each is new, and all together are not too many and not too much. */
    boolean add(JsonNode page) {
        for (JsonNode tool : page) {
            if (++tools > MOST_TOOLS) {
                return false;
            }
            Optional<Definition> defined = Definition.of(tool);
            Optional<ParamHeaders> wanted = withHeaders ? ParamHeaders.of(tool) : Optional.of(ParamHeaders.NONE);
            if (defined.isPresent() && wanted.isPresent() && !add(defined.get(), wanted.get())) {
                return false;
            }
        }
        return true;
    }

    private boolean add(Definition defined, ParamHeaders wanted) {
        if (!wanted.equals(ParamHeaders.NONE)) {
            headers.put(defined.name(), wanted);
        }
        bytes += defined.json().length();
        return bytes <= MOST_BYTES && all.putIfAbsent(defined.name(), defined) == null;
    }

    Collection<Definition> definitions() {
        return all.values();
    }

    /** By tool, of those that want any. */
    Map<String, ParamHeaders> headers() {
        return Map.copyOf(headers);
    }

    /** By tool. */
    Map<String, String> digests() {
        return all.values().stream().collect(Collectors.toUnmodifiableMap(Definition::name, Definition::digest));
    }
}
