package io.sallyport.tool.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.checkpoint.Checkpoints;
import io.sallyport.checkpoint.KeyValueWrite;
import io.sallyport.core.Bytes;
import io.sallyport.core.json.Json;
import io.sallyport.tool.ToolAttempt;
import io.sallyport.tool.ToolCallId;
import io.sallyport.tool.ToolErrors;
import io.sallyport.tool.ToolOutcome;
import io.sallyport.tool.ToolOutcome.NotApplied;
import io.sallyport.tool.ToolOutcome.Succeeded;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code key_value}: the example of a transactional tool. A put or delete is only described here; whoever records the result writes it in
 * the same statement, so that it happens exactly as often as the result is recorded: once. Each agent has its own keys, in each tenant.
 */
@Singleton
final class KeyValue implements BuiltInTool {
    /** Bytes of one value as JSON. */
    static final int MOST_BYTES = 64 * 1024;

    private final Reader store;

    /** The one thing that is read here. */
    @FunctionalInterface
    interface Reader {
        Uni<Optional<Bytes>> read(String tenant, String space, String key);
    }

    @Inject
    KeyValue(Checkpoints store) {
        this(store::keyValue);
    }

    KeyValue(Reader store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "key_value";
    }

    @Override
    public Uni<ToolOutcome> call(ToolAttempt attempt) {
        JsonNode arguments = attempt.request().arguments();
        ToolCallId id = attempt.request().id();
        String key = arguments.path("key").asText("");
        return switch (arguments.path("op").asText("")) {
            case "get" -> get(id, key);
            case "put" -> Uni.createFrom().item(put(id, key, arguments.get("value")));
            case "delete" ->
                Uni.createFrom().item(wrote(said(key).put("deleted", true), new KeyValueWrite(id.space(), key, null)));
            default -> Uni.createFrom().item(invalid("There is no such operation.", "Use get, put or delete.", "/op"));
        };
    }

    private Uni<ToolOutcome> get(ToolCallId id, String key) {
        return store.read(id.tenant(), id.space(), key).map(found -> new Succeeded(said(key, found), List.of()));
    }

    private static ToolOutcome put(ToolCallId id, String key, @Nullable JsonNode value) {
        if (value == null) {
            return invalid("`value` is missing.", "Say what is to be remembered.", "/value");
        }
        Bytes bytes = Json.bytes(value);
        if (bytes.length() > MOST_BYTES) {
            return invalid(
                    "The value is " + bytes.length() + " bytes long.",
                    "Remember at most " + MOST_BYTES + " bytes under one key.",
                    "/value");
        }
        return wrote(said(key).put("stored", true), new KeyValueWrite(id.space(), key, bytes));
    }

    private static ToolOutcome wrote(ObjectNode result, KeyValueWrite write) {
        return new Succeeded(result, List.of(write));
    }

    private static ObjectNode said(String key) {
        return Json.object().put("key", key);
    }

    private static ObjectNode said(String key, Optional<Bytes> found) {
        ObjectNode result = said(key).put("found", found.isPresent());
        found.ifPresent(value -> result.set("value", Json.own(value)));
        return result;
    }

    private static ToolOutcome invalid(String what, String fix, String path) {
        return new NotApplied(ToolErrors.invalidArguments(what, fix, path));
    }
}
