package io.sallyport.tool.mcp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.McpServerSpec;
import io.sallyport.identity.UserToken;
import io.sallyport.resilience.Deadline;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sessions with servers, a bounded number of them, opened when they are needed. Who asks while one is being opened waits for that one; how
 * long that may take is the server's business and not that of the call which happened to come first.
 */
final class Sessions {
    private static final Logger LOG = Logger.getLogger(Sessions.class);
    private static final int MOST = 1000;
    private static final Duration IDLE = Duration.ofMinutes(30);
    private static final String LIST_CHANGED = "notifications/tools/list_changed";

    private final VertxInternal vertx;
    private final Handshake handshake;
    private final Offers offers;
    private final Cache<SessionKey, Session> sessions =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(IDLE).build();
    private final Map<SessionKey, Future<Session>> underWay = new ConcurrentHashMap<>();

    Sessions(VertxInternal vertx, Wire wire, Offers offers) {
        this.vertx = vertx;
        this.handshake = new Handshake(wire);
        this.offers = offers;
    }

    /** A session whose list of tools is believed; fails with {@link Unready}. Completes on any thread. */
    Future<Session> ready(
            SessionKey key, McpServerSpec server, Optional<AgentSpec> identity, Optional<UserToken> user) {
        Session known = sessions.getIfPresent(key);
        if (known != null && known.isFresh(server.refresh())) {
            return Future.succeededFuture(known);
        }
        return single(
                key, context -> prepared(key, new Channel(context, server, identity, user, Optional.empty()), known));
    }

    /** Asks for the list again, whatever is believed of it. */
    Future<Session> asked(SessionKey key, McpServerSpec server, Optional<AgentSpec> identity) {
        Session known = sessions.getIfPresent(key);
        if (known != null) {
            known.listChanged();
        }
        return ready(key, server, identity, Optional.empty());
    }

    /** The server does not know the session any more. */
    void lost(SessionKey key, Session session) {
        var _ = sessions.asMap().remove(key, session);
    }

    /** What a server says beside an answer. */
    void notified(Session session, String method) {
        if (method.equals(LIST_CHANGED)) {
            session.listChanged();
        }
    }

    private Future<Session> single(SessionKey key, Function<ContextInternal, Future<Session>> work) {
        Promise<Session> mine = Promise.promise();
        Future<Session> others = underWay.putIfAbsent(key, mine.future());
        if (others != null) {
            return others;
        }
        ContextInternal context = vertx.createEventLoopContext();
        context.runOnContext(go -> work.apply(context).onComplete(ended -> {
            underWay.remove(key);
            if (ended.succeeded()) {
                mine.complete(ended.result());
            } else {
                mine.fail(ended.cause());
            }
        }));
        return mine.future();
    }

    private Future<Session> prepared(SessionKey key, Channel channel, @Nullable Session known) {
        Deadline deadline = Deadline.after(channel.server().timeout());
        Future<Session> session = known == null
                ? handshake.open(channel, deadline)
                : refreshed(channel, known, deadline).recover(gone -> {
                    lost(key, known);
                    return handshake.open(channel, deadline);
                });
        return session.compose(ready -> offers.write(channel.server().name(), ready.offer())
                        .otherwiseEmpty()
                        .map(ready))
                .onSuccess(ready -> sessions.put(key, ready))
                .onFailure(failure -> LOG.warnf(
                        "the MCP server %s cannot be used: %s", channel.server().name(), why(failure)));
    }

    /** The list once more; whatever is in the way, a new session may do better. */
    private Future<Session> refreshed(Channel channel, Session known, Deadline deadline) {
        known.listing();
        return handshake
                .list(channel.greeted(known.greeting()), known.ids(), deadline, method -> notified(known, method))
                .map(offer -> {
                    known.offers(offer);
                    return known;
                })
                .onFailure(failure -> known.listChanged());
    }

    /** Without a word that the server said: logs are no place for it. */
    private static String why(Throwable failure) {
        return failure instanceof Unready unready
                ? unready.getMessage() + " (" + unready.reply().shown() + ")"
                : failure.toString();
    }
}
