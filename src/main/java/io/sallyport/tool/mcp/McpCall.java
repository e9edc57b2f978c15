package io.sallyport.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.catalog.McpServerSpec;
import io.sallyport.catalog.ToolBinding.Mcp;
import io.sallyport.catalog.ToolBinding.RemoteTool;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.core.json.Json;
import io.sallyport.tool.ToolAttempt;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolRequest;
import io.sallyport.tool.http.Exchanged;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.impl.ContextInternal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One attempt, on one event loop: a session, a look at the pin, the call. A session that the server has forgotten is opened again, once;
 * its refusal says that nothing was done.
 */
final class McpCall {
    /** Where a server finds the idempotency key: in {@code _meta} of {@code tools/call}. */
    static final String KEY = "io.sallyport/idempotencyKey";

    /** The server speaks another revision by now. */
    private static final long OTHER_REVISION = -32_022;

    private static final int MOST_BYTES = 32 * 1024 * 1024;

    private final ContextInternal context;
    private final Sessions sessions;
    private final PinCheck pins;
    private final Wire wire;
    private final ToolAttempt attempt;
    private final Mcp mcp;
    private boolean again;

    McpCall(ContextInternal context, Sessions sessions, PinCheck pins, Wire wire, ToolAttempt attempt) {
        this.context = context;
        this.sessions = sessions;
        this.pins = pins;
        this.wire = wire;
        this.attempt = attempt;
        this.mcp = (Mcp) attempt.request().tool().binding();
    }

    /** The tool may not be called: its definition is not the one that was agreed to, or nobody can say. */
    static final class Held extends RuntimeException {
        private final transient ToolError error;

        Held(ToolError error) {
            super(error.message(), null, false, false);
            this.error = error;
        }

        ToolError error() {
            return error;
        }
    }

    /** The time was over before there was a session. */
    static final class TooLate extends RuntimeException {
        TooLate() {
            super("no session in time", null, false, false);
        }
    }

    /** The call itself; fails with {@link Unready}, {@link Held} or {@link TooLate}, where it was not made. */
    Future<Reply> run() {
        ToolRequest request = attempt.request();
        boolean keep = request.tool().repeatable() && attempt.number() == 1;
        return said(mcp.tool(), request.arguments(), remembersKeys(), !keep, request.maySend());
    }

    /** The question about the key; fails like {@link #run}. */
    Future<Reply> ask(RemoteTool lookUp) {
        ObjectNode arguments = Json.object().put("key", attempt.request().key());
        return said(lookUp, arguments, false, attempt.number() > 1, () -> true);
    }

    private Future<Reply> said(
            RemoteTool remote, JsonNode arguments, boolean withKey, boolean fresh, BooleanSupplier maySend) {
        SessionKey key = key();
        return inTime(sessions.ready(
                        key,
                        mcp.server(),
                        attempt.request().identity(),
                        attempt.request().user()))
                .compose(session -> {
                    if (!session.enter()) { // it has ended in between
                        return said(remote, arguments, withKey, fresh, maySend);
                    }
                    return inTime(pins.refusal(mcp.server().name(), session, remote))
                            .compose(refusal -> refusal.isPresent()
                                    ? context.failedFuture(new Held(refusal.get()))
                                    : call(session, remote, arguments, withKey, fresh, maySend))
                            .onComplete(over -> session.leave())
                            .compose(reply -> {
                                if (again || !isForgotten(session, reply)) {
                                    return context.succeededFuture(reply);
                                }
                                again = true;
                                sessions.lost(key, session);
                                return said(remote, arguments, withKey, fresh, maySend);
                            });
                });
    }

    private SessionKey key() {
        var id = attempt.request().id();
        return SessionKey.of(
                mcp.server(), id.tenant(), id.space(), attempt.request().user());
    }

    private Future<Reply> call(
            Session session,
            RemoteTool remote,
            JsonNode arguments,
            boolean withKey,
            boolean fresh,
            BooleanSupplier maySend) {
        long id = session.nextId();
        ObjectNode params = Json.object().put("name", remote.name());
        params.set("arguments", arguments);
        ObjectNode meta = params.putObject("_meta").put("progressToken", id);
        if (withKey) {
            meta.put(KEY, attempt.request().key());
        }
        Map<String, String> headers = new HashMap<>(attempt.trace());
        headers.putAll(session.headers(remote.name()).headers(arguments));
        McpServerSpec server = mcp.server();
        Channel channel = new Channel(
                context,
                server,
                attempt.request().identity(),
                attempt.request().user(),
                Optional.of(session.greeting()));
        return wire.ask(
                channel,
                new Ask(
                        id,
                        "tools/call",
                        params,
                        attempt.deadline(),
                        MOST_BYTES,
                        fresh,
                        maySend,
                        headers,
                        method -> Sessions.notified(session, method)));
    }

    /**
     * 404 by the protocol. Servers that are older than it say 400; about this very request, that is something else. What a server speaks
     * may have changed, too.
     */
    private static boolean isForgotten(Session session, Reply reply) {
        boolean remembers =
                session.greeting().session().isPresent() || session.greeting().isStateless();
        if (!remembers
                || !(reply instanceof Reply.Http(Exchanged.Answer answer))
                || (answer.status() != 404 && answer.status() != 400)) {
            return false;
        }
        if (answer.status() == 404 && !session.greeting().isStateless()) {
            session.forget();
            return true;
        }
        return Json.parse(answer.body().getBytes())
                .map(said -> !said.path("id").isIntegralNumber()
                        || said.path("error").path("code").asLong() == OTHER_REVISION)
                .orElse(true);
    }

    /** Whatever has an effect is told the key, so that its operator can find the call even where it is ignored. */
    private boolean remembersKeys() {
        return attempt.request().tool().effect() != Effect.NONE
                || attempt.request().tool().idempotency() != Idempotency.NONE;
    }

    private <T> Future<T> inTime(Future<T> work) {
        Promise<T> mine = context.promise();
        long timer = context.setTimer(
                Math.max(1, attempt.deadline().remainingMillis()), late -> mine.tryFail(new TooLate()));
        work.onComplete(ended -> {
            var _ = context.owner().cancelTimer(timer);
            var _ = ended.succeeded() ? mine.tryComplete(ended.result()) : mine.tryFail(ended.cause());
        });
        return mine.future();
    }
}
