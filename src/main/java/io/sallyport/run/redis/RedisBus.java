package io.sallyport.run.redis;

import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * Channels between replicas. Any number of channels share one connection; a channel is subscribed while somebody here listens to it, and
 * again on each new connection. What is told goes over a second connection, in order, with a bound on what is under way.
 */
@Singleton
class RedisBus {
    /** What may be told and not yet be taken by Redis; more is dropped. */
    static final int MOST_UNDER_WAY = 1_024;

    private static final int CHANNELS_AT_ONCE = 500;

    private final Context context;
    private final RedisLink hearing;
    private final RedisLink telling;
    private final Map<String, List<Listener>> listeners = new ConcurrentHashMap<>();
    private final Set<String> subscribed = new HashSet<>();
    private final AtomicInteger underWay = new AtomicInteger();

    /** Who listens to a channel. Called on the bus's own event loop. */
    interface Listener {
        void message(String payload);

        /** From now on it hears everything; what was told before may have been missed. */
        void joined();
    }

    @Inject
    RedisBus(Vertx vertx, Redis redis) {
        this(vertx.getOrCreateContext(), redis, RandomGenerator.getDefault());
    }

    RedisBus(Context context, Redis redis, RandomGenerator chance) {
        this.context = context;
        this.hearing = new RedisLink(context, redis, chance, new Hearing());
        this.telling = new RedisLink(context, redis, chance, new Telling());
        context.runOnContext(home -> {
            hearing.start();
            telling.start();
        });
    }

    void end(@Observes ShutdownEvent stopped) {
        stop();
    }

    void stop() {
        context.runOnContext(home -> {
            hearing.stop();
            telling.stop();
        });
    }

    /** Whether what others tell arrives. */
    boolean connected() {
        return hearing.up() != null;
    }

    /** Whether what is told gets out. */
    boolean canTell() {
        return telling.up() != null;
    }

    /** Listens from now on; the answer ends it. */
    Runnable listen(String channel, Listener listener) {
        listeners.compute(channel, (name, known) -> {
            List<Listener> all = known == null ? new CopyOnWriteArrayList<>() : known;
            all.add(listener);
            return all;
        });
        context.runOnContext(home -> joinOrAgree(channel, listener));
        return () -> leave(channel, listener);
    }

    private void leave(String channel, Listener listener) {
        listeners.computeIfPresent(channel, (name, known) -> {
            known.remove(listener);
            return known.isEmpty() ? null : known;
        });
        context.runOnContext(home -> agree(channel));
    }

    /** Tells whoever listens on other replicas, or does not. */
    void tell(String channel, String payload) {
        if (!canTell()) {
            return;
        }
        if (underWay.incrementAndGet() > MOST_UNDER_WAY) {
            underWay.decrementAndGet();
            return;
        }
        context.runOnContext(home -> {
            RedisConnection connection = telling.up();
            if (connection == null) {
                underWay.decrementAndGet();
                return;
            }
            connection
                    .send(Request.cmd(Command.PUBLISH).arg(channel).arg(payload))
                    .onComplete(done -> underWay.decrementAndGet());
        });
    }

    private void joinOrAgree(String channel, Listener listener) {
        if (subscribed.contains(channel) && connected()) {
            listener.joined();
        } else {
            agree(channel);
        }
    }

    /** Makes Redis's idea of what is listened to the same as ours. Commands of one connection are carried out in order. */
    private void agree(String channel) {
        RedisConnection connection = hearing.up();
        if (connection == null) {
            return;
        }
        boolean wanted = listeners.containsKey(channel);
        if (wanted && subscribed.add(channel)) {
            send(connection, Request.cmd(Command.SUBSCRIBE).arg(channel));
        } else if (!wanted && subscribed.remove(channel)) {
            send(connection, Request.cmd(Command.UNSUBSCRIBE).arg(channel));
        }
    }

    private static void send(RedisConnection connection, Request request) {
        // What cannot be sent is found out by the link, which then begins anew.
        var _ = connection.send(request);
    }

    private void heard(Response push) {
        if (!isMessage(push)) {
            return;
        }
        String kind = push.get(0).toString();
        List<Listener> interested = listeners.get(push.get(1).toString());
        if (interested == null) {
            return;
        }
        if (kind.equals("message")) {
            String payload = push.get(2).toString();
            interested.forEach(listener -> listener.message(payload));
        } else if (kind.equals("subscribe")) {
            interested.forEach(Listener::joined);
        }
    }

    // An answer to a PING that nobody waits for any more comes this way, too.
    private static boolean isMessage(Response push) {
        boolean several = push.type() == ResponseType.PUSH || push.type() == ResponseType.MULTI;
        return several && push.size() == 3;
    }

    private final class Hearing implements RedisLink.Tenant {
        @Override
        public void connected(RedisConnection fresh) {
            List<String> channels = new ArrayList<>(listeners.keySet());
            subscribed.clear();
            subscribed.addAll(channels);
            for (int from = 0; from < channels.size(); from += CHANNELS_AT_ONCE) {
                Request subscribe = Request.cmd(Command.SUBSCRIBE);
                channels.subList(from, Math.min(channels.size(), from + CHANNELS_AT_ONCE))
                        .forEach(subscribe::arg);
                send(fresh, subscribe);
            }
        }

        @Override
        public void message(Response push) {
            heard(push);
        }

        @Override
        public void lost() {
            subscribed.clear();
        }
    }

    /** What was under way on a lost connection fails by itself, and is counted then. */
    private static final class Telling implements RedisLink.Tenant {
        @Override
        public void connected(RedisConnection fresh) {}

        @Override
        public void message(Response push) {}

        @Override
        public void lost() {}
    }
}
