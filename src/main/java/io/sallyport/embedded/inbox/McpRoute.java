package io.sallyport.embedded.inbox;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** {@code POST /mcp}: MCP over Streamable HTTP, without sessions and without streams, which the protocol permits. */
final class McpRoute implements Handler<RoutingContext> {
    private static final Logger LOG = Logger.getLogger(McpRoute.class);
    private static final int MOST_BYTES = 128 * 1024;
    private static final String NEWEST = "2025-11-25";
    private static final Set<String> SPOKEN = Set.of(NEWEST, "2025-06-18", "2025-03-26");

    private final InboxTools tools;

    McpRoute(InboxTools tools) {
        this.tools = tools;
    }

    @Override
    public void handle(RoutingContext context) {
        Buffer body = Buffer.buffer();
        var _ = context.request().handler(part -> {
            if (body.length() <= MOST_BYTES) {
                var _ = body.appendBuffer(part);
            }
        });
        var _ = context.request().endHandler(end -> read(context, body));
        var _ = context.request().resume();
    }

    private void read(RoutingContext context, Buffer body) {
        try {
            if (body.length() > MOST_BYTES) {
                answer(context, 413, error(null, -32_600, "The message is too long."));
                return;
            }
            JsonObject message = body.toJsonObject();
            if (!message.containsKey("id")) {
                answer(context, 202, new JsonObject());
                return;
            }
            said(context, message);
        } catch (DecodeException | ClassCastException noMessage) {
            answer(context, 400, error(null, -32_700, "This is no message."));
        }
    }

    private void said(RoutingContext context, JsonObject message) {
        Context here = context.vertx().getOrCreateContext();
        Object id = message.getValue("id");
        JsonObject params = message.getJsonObject("params", new JsonObject());
        var _ = Uni.createFrom()
                .deferred(() -> result(message.getString("method", ""), params))
                .subscribe()
                .with(
                        result -> here.runOnContext(_ -> answer(
                                context,
                                200,
                                new JsonObject()
                                        .put("jsonrpc", "2.0")
                                        .put("id", id)
                                        .put("result", result))),
                        failure -> here.runOnContext(_ -> answer(context, 200, failed(id, failure))));
    }

    private Uni<JsonObject> result(String method, JsonObject params) {
        return switch (method) {
            case "initialize" -> Uni.createFrom().item(hello(params.getString("protocolVersion", NEWEST)));
            case "ping" -> Uni.createFrom().item(new JsonObject());
            case "tools/list" -> Uni.createFrom().item(InboxTools.list());
            case "tools/call" -> tools.call(params);
            default -> Uni.createFrom().failure(new NoSuchMethod());
        };
    }

    private static JsonObject hello(String wanted) {
        return new JsonObject()
                .put("protocolVersion", SPOKEN.contains(wanted) ? wanted : NEWEST)
                .put("capabilities", new JsonObject().put("tools", new JsonObject()))
                .put("serverInfo", new JsonObject().put("name", "example-inbox").put("version", "1"));
    }

    private static final class NoSuchMethod extends RuntimeException {
        NoSuchMethod() {
            super("Method not found", null, false, false);
        }
    }

    private static JsonObject failed(Object id, Throwable failure) {
        return switch (failure) {
            case InboxTools.Invalid invalid -> error(id, -32_602, String.valueOf(invalid.getMessage()));
            case ClassCastException invalid -> error(id, -32_602, "A parameter has the wrong type.");
            case NoSuchMethod none -> error(id, -32_601, "Method not found");
            default -> {
                LOG.warnf("the example inbox cannot reach its outbox: %s", failure.getMessage());
                yield error(id, -32_603, "The inbox cannot reach its outbox.");
            }
        };
    }

    private static JsonObject error(@Nullable Object id, int code, String message) {
        return new JsonObject()
                .put("jsonrpc", "2.0")
                .put("id", id)
                .put("error", new JsonObject().put("code", code).put("message", message));
    }

    private static void answer(RoutingContext context, int status, JsonObject body) {
        if (context.response().ended() || context.response().closed()) {
            return;
        }
        var _ = context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(status == 202 ? "" : body.encode());
    }
}
