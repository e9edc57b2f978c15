package io.sallyport.tool.mcp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.McpServerSpec;
import io.sallyport.identity.UserToken;
import io.sallyport.resilience.Deadline;
import io.sallyport.tool.http.Exchanged;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sessions with servers, a bounded number of them, opened when they are needed and ended when they are not. Who asks while one is being
 * opened waits for that one; how long that may take is the server's business and not that of the call which happened to come first.
 */
// A cache of Caffeine is a class that is looked up by its name; a native executable has those alone that are named.
@RegisterForReflection(
        classNames = {
            "com.github.benmanes.caffeine.cache.SI",
            "com.github.benmanes.caffeine.cache.PW",
            "com.github.benmanes.caffeine.cache.SSLMSA",
            "com.github.benmanes.caffeine.cache.PSAMS",
            "com.github.benmanes.caffeine.cache.SSMSW",
            "com.github.benmanes.caffeine.cache.PSWMS"
        })
final class Sessions {
    private static final Logger LOG = Logger.getLogger(Sessions.class);
    private static final int MOST = 1000;

    private final VertxInternal vertx;
    private final Handshake handshake;
    private final Offers offers;
    private final McpObserver observer;
    private final Endings endings;
    private final Ears ears;
    private final Cache<SessionKey, Session> sessions;
    private final Map<SessionKey, Future<Session>> underWay = new ConcurrentHashMap<>();

    /** Changes of each server's list; forgotten with its last session. */
    private final Cache<Place, AtomicLong> changes =
            Caffeine.newBuilder().weakValues().build();

    Sessions(VertxInternal vertx, Wire wire, Offers offers, McpObserver observer, Pace pace) {
        this.vertx = vertx;
        this.handshake = new Handshake(wire);
        this.offers = offers;
        this.observer = observer;
        this.endings = new Endings(wire.beside(), observer);
        this.ears = new Ears(wire.beside(), observer, pace, this::announced);
        this.sessions = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterAccess(pace.idle())
                .executor(Runnable::run)
                .<SessionKey, Session>removalListener((key, session, cause) -> dropped(key, session))
                .build();
        var _ = vertx.setPeriodic(pace.sweep().toMillis(), tick -> sessions.cleanUp());
    }

    /** A session whose list of tools is believed; fails with {@link Unready}. Completes on any thread. */
    Future<Session> ready(
            SessionKey key, McpServerSpec server, Optional<AgentSpec> identity, Optional<UserToken> user) {
        Session known = sessions.getIfPresent(key);
        if (known != null && known.isFresh(server.refresh())) {
            return Future.succeededFuture(known);
        }
        return single(key, context -> prepared(key, new Channel(context, server, identity, user, Optional.empty())));
    }

    /** Asks for the list again, whatever is believed of it. */
    Future<Session> asked(SessionKey key, McpServerSpec server, Optional<AgentSpec> identity) {
        Session known = sessions.getIfPresent(key);
        if (known != null) {
            known.listChanged();
        }
        return ready(key, server, identity, Optional.empty());
    }

    /** The server does not take the session any more. */
    void lost(SessionKey key, Session session) {
        var _ = sessions.asMap().remove(key, session);
    }

    /** What a server says beside an answer. */
    static void notified(Session session, String method) {
        if (method.equals(Ears.LIST_CHANGED)) {
            session.listChanged();
        }
    }

    /** Ends what is with a server that is not there any more, or is somewhere else. */
    void keep(Set<Place> places) {
        sessions.asMap().keySet().removeIf(key -> !places.contains(key.place()));
    }

    /** Ends all; completes when the servers know, or do not listen. */
    Future<Void> close() {
        ears.close();
        sessions.invalidateAll();
        return endings.all();
    }

    private void dropped(@Nullable SessionKey key, @Nullable Session session) {
        if (key == null || session == null) {
            return; // neither is kept weakly
        }
        if (ears.ended(session)) {
            sessions.asMap().entrySet().stream()
                    .filter(other -> other.getKey().place().equals(key.place()) && other.getValue() != session)
                    .findFirst()
                    .ifPresent(other -> ears.listen(other.getKey(), other.getValue()));
        }
        session.leave();
    }

    /** What a stream of announcements has told. */
    private void announced(SessionKey key, Session session, Ear.Said said) {
        if (said == Ear.Said.FORGOTTEN) {
            session.forget();
            lost(key, session);
            return;
        }
        session.listChanged();
        if (kept(key) == session) {
            var _ = single(key, context -> prepared(key, session.way().on(context)));
        }
    }

    /** Without its counting as used. */
    private @Nullable Session kept(SessionKey key) {
        return sessions.policy().getIfPresentQuietly(key);
    }

    private Future<Session> single(SessionKey key, Function<ContextInternal, Future<Session>> work) {
        Promise<Session> mine = Promise.promise();
        Future<Session> others = underWay.putIfAbsent(key, mine.future());
        if (others != null) {
            return others;
        }
        ContextInternal context = vertx.createEventLoopContext();
        // Composed, so that a mistake in it fails this one and not everybody who comes after.
        context.runOnContext(go -> Future.succeededFuture()
                .compose(begun -> work.apply(context))
                .onComplete(ended -> {
                    underWay.remove(key);
                    if (ended.succeeded()) {
                        mine.complete(ended.result());
                    } else {
                        mine.fail(ended.cause());
                    }
                }));
        return mine.future();
    }

    private Future<Session> prepared(SessionKey key, Channel channel) {
        Session known = kept(key);
        if (known != null && known.isFresh(channel.server().refresh())) {
            return channel.context().succeededFuture(known); // somebody was faster
        }
        Deadline deadline = Deadline.after(channel.server().timeout());
        Future<Session> session = known == null
                ? opened(key, channel, deadline)
                : listed(channel, known, deadline).recover(gone -> {
                    if (isUnknownThere(gone)) {
                        known.forget();
                    }
                    lost(key, known);
                    return opened(key, channel, deadline);
                });
        return session.onFailure(failure -> LOG.warnf(
                "the MCP server %s cannot be used: %s", channel.server().name(), why(failure)));
    }

    private static boolean isUnknownThere(Throwable gone) {
        return gone instanceof Unready unready
                && unready.reply() instanceof Reply.Http(Exchanged.Answer answer)
                && answer.status() == 404;
    }

    private Future<Session> opened(SessionKey key, Channel channel, Deadline deadline) {
        AtomicLong seen = changes.get(key.place(), first -> new AtomicLong());
        return handshake
                .greet(channel, deadline, seen, endings::end)
                .compose(session -> listed(channel, session, deadline)
                        .onFailure(failure -> session.leave())
                        .onSuccess(ready -> {
                            observer.sessionOpened(key.place().server());
                            sessions.put(key, session);
                            ears.listen(key, session);
                            if (kept(key) != session) { // it was dropped in between, and nobody would close its ear
                                var _ = ears.ended(session);
                            }
                        }));
    }

    /** The list; whatever is in the way, a new session may do better. */
    private Future<Session> listed(Channel channel, Session session, Deadline deadline) {
        long change = session.changes();
        return handshake
                .list(channel.greeted(session.greeting()), session, deadline, method -> notified(session, method))
                .compose(all -> offers.write(channel.server().name(), all.definitions())
                        .map(written -> {
                            session.offers(all, change);
                            return session;
                        }));
    }

    /** Without a word that the server said: logs are no place for it. */
    private static String why(Throwable failure) {
        return failure instanceof Unready unready
                ? unready.getMessage() + " (" + unready.reply().shown() + ")"
                : failure.toString();
    }
}
