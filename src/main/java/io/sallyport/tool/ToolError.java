package io.sallyport.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.core.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * What a model is told when a tool did not do what it asked. Never a stack trace, never an exception's text.
 *
 * @param code      a stable word, such as {@code invalid_arguments}
 * @param message   one sentence
 * @param retryable whether the same call may succeed later
 * @param fix       what to change, or null
 * @param path      the argument at fault as a JSON Pointer, or null
 * @param detail    what the tool itself said, bounded, or null
 * @param rule      what forbade the call, as the catalogue or an administrator has written it, or null
 */
public record ToolError(
        String code,
        String message,
        boolean retryable,
        @Nullable String fix,
        @Nullable String path,
        @Nullable JsonNode detail,
        @Nullable String rule) {

    public ToolError(String code, String message, boolean retryable, @Nullable String fix, @Nullable String path) {
        this(code, message, retryable, fix, path, null, null);
    }

    public static ToolError of(String code, String message) {
        return new ToolError(code, message, false, null, null);
    }

    /** The same error with what the tool itself said. */
    public ToolError with(JsonNode said) {
        return new ToolError(code, message, retryable, fix, path, said, rule);
    }

    /** The same error with the rule that made it. */
    public ToolError by(String decided) {
        return new ToolError(code, message, retryable, fix, path, detail, decided);
    }

    /** {@code {"error": {"code", "message", "retryable", "fix"?, "path"?, "rule"?, "detail"?}}} */
    public ObjectNode json() {
        ObjectNode body = Json.object();
        ObjectNode error = body.putObject("error")
                .put("code", code)
                .put("message", message)
                .put("retryable", retryable);
        if (fix != null) {
            error.put("fix", fix);
        }
        if (path != null) {
            error.put("path", path);
        }
        if (rule != null) {
            error.put("rule", rule);
        }
        if (detail != null) {
            error.set("detail", detail);
        }
        return body;
    }
}
