package io.sallyport.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.core.Sha256;
import io.sallyport.core.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Idempotency keys: the same for every attempt, on every replica, after every resume, and for no other call. Each part is written with its
 * length before it, so that no two lists of parts have the same bytes. Keys are 64 hexadecimal digits.
 */
public final class ToolKeys {
    private ToolKeys() {}

    /**
     * The place of a call in a run.
     *
     * @param run     whose steps are counted: the run, of a fork the one it was forked from
     * @param fork    0, or which fork of the run
     * @param ordinal which of the step's calls
     */
    public record Place(String tenant, String run, int fork, int step, int ordinal) {}

    /** The key of a call inside a run. With a business key in the manifest, the same business is the same call wherever it is made. */
    public static String ofRun(Place place, ToolSpec tool, JsonNode arguments) {
        if (hasBusinessKey(tool, arguments)) {
            return business(place.tenant(), tool, arguments);
        }
        return new Parts("run")
                .text(place.tenant())
                .text(place.run())
                .number(place.fork())
                .number(place.step())
                .number(place.ordinal())
                .text(tool.name())
                .bytes(Json.canonical(arguments).array())
                .hex();
    }

    /**
     * Who calls through {@code POST /v1/tools/…/calls}.
     *
     * @param subject the person behind the client, or null
     */
    public record Principal(
            String tenant, String client, @Nullable String subject) {}

    /** The key of a direct call: the caller's own, which means nothing to anybody else. */
    public static String ofCaller(Principal principal, String callerKey, ToolSpec tool, JsonNode arguments) {
        if (hasBusinessKey(tool, arguments)) {
            return business(principal.tenant(), tool, arguments);
        }
        String subject = principal.subject();
        return new Parts("caller")
                .text(principal.tenant())
                .text(principal.client())
                .number(subject == null ? 0 : 1)
                .text(subject == null ? "" : subject)
                .text(tool.name())
                .text(callerKey)
                .hex();
    }

    /** What tells one call's arguments from another's: the digest of their canonical form. */
    public static Sha256 argumentsHash(JsonNode arguments) {
        return Json.canonical(arguments).sha256();
    }

    /**
     * Whether two calls want the same. Numbers are the same where their values are, as in a business key; the tool is sent the digits that
     * were written.
     */
    public static boolean sameArguments(JsonNode one, JsonNode other) {
        return Json.canonical(oneForm(one)).equals(Json.canonical(oneForm(other)));
    }

    /** A call that leaves out part of its business key is nobody's but its own: two orders without a reference are two orders. */
    public static boolean hasBusinessKey(ToolSpec tool, JsonNode arguments) {
        List<String> names = tool.businessKey();
        return !names.isEmpty() && names.stream().allMatch(arguments::hasNonNull);
    }

    private static String business(String tenant, ToolSpec tool, JsonNode arguments) {
        Parts parts = new Parts("business 2").text(tenant).text(tool.name());
        for (String name : tool.businessKey()) {
            parts = parts.text(name)
                    .bytes(Json.canonical(oneForm(arguments.get(name))).array());
        }
        return parts.hex();
    }

    /** To a schema {@code 1001}, {@code 1001.0} and {@code 1.001e3} are one number: they are one business too. A huge exponent stays one. */
    private static JsonNode oneForm(JsonNode value) {
        return switch (value.getNodeType()) {
            case NUMBER -> DecimalNode.valueOf(value.decimalValue().stripTrailingZeros());
            case ARRAY -> {
                ArrayNode elements = Json.array();
                value.forEach(element -> elements.add(oneForm(element)));
                yield elements;
            }
            case OBJECT -> {
                ObjectNode members = Json.object();
                value.properties().forEach(member -> members.set(member.getKey(), oneForm(member.getValue())));
                yield members;
            }
            default -> value;
        };
    }

    /** Parts of a digest, each with its length before it. */
    private static final class Parts {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Parts(String kind) {
            var _ = text("sallyport tool key 1").text(kind);
        }

        Parts text(String part) {
            return bytes(part.getBytes(StandardCharsets.UTF_8));
        }

        Parts number(long part) {
            return bytes(ByteBuffer.allocate(Long.BYTES).putLong(part).array());
        }

        Parts bytes(byte[] part) {
            bytes.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
            bytes.writeBytes(part);
            return this;
        }

        String hex() {
            return Sha256.of(bytes.toByteArray()).hex();
        }
    }
}
