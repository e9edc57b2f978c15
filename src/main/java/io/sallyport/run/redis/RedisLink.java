package io.sallyport.run.redis;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One connection to Redis that is kept: a lost or silent one is replaced. Everything but {@link #up()} happens on its one event loop.
 */
final class RedisLink {
    /** How long Redis may take to accept, or to answer a PING; after this it is asked again. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final long FIRST_DELAY_MILLIS = 50;
    private static final long LONGEST_DELAY_MILLIS = 2_000;

    private final Context context;
    private final Redis redis;
    private final RandomGenerator chance;
    private final Tenant tenant;
    private volatile @Nullable RedisConnection connection;
    private long delayMillis = FIRST_DELAY_MILLIS;
    private int generation;

    /** Counts what has come. */
    private long heard;

    private boolean stopped;

    /** Who uses the connection. */
    interface Tenant {
        /** There is a new one, with no subscriptions. */
        void connected(RedisConnection fresh);

        /** Something came that nobody had asked for. */
        void message(Response push);

        /** It is lost; what was under way is lost with it. */
        void lost();
    }

    RedisLink(Context context, Redis redis, RandomGenerator chance, Tenant tenant) {
        this.context = context;
        this.redis = redis;
        this.chance = chance;
        this.tenant = tenant;
    }

    /** The connection, while there is one that answers. */
    @Nullable
    RedisConnection up() {
        return connection;
    }

    void start() {
        int mine = ++generation;
        long timer = timer(PATIENCE.toMillis(), () -> retry(mine));
        redis.connect()
                .onComplete(done -> context.runOnContext(home -> {
                    vertx().cancelTimer(timer);
                    if (mine != generation || stopped) {
                        if (done.succeeded()) {
                            close(done.result());
                        }
                    } else if (done.succeeded()) {
                        opened(mine, done.result());
                    } else {
                        retry(mine);
                    }
                }));
    }

    void stop() {
        stopped = true;
        drop();
    }

    private void opened(int mine, RedisConnection fresh) {
        delayMillis = FIRST_DELAY_MILLIS;
        fresh.exceptionHandler(cause -> gone(mine)).endHandler(end -> gone(mine));
        fresh.handler(push -> context.runOnContext(home -> {
            if (mine == generation) {
                heard++;
                tenant.message(push);
            }
        }));
        connection = fresh;
        tenant.connected(fresh);
        ping(mine, fresh);
    }

    private void gone(int lost) {
        context.runOnContext(home -> retry(lost));
    }

    /**
     * A frozen server keeps its connections and says nothing: only asking tells. Whatever comes after the question is taken as the answer,
     * because the client gives the next thing that comes to whoever waits longest, and that can be a message.
     */
    private void ping(int mine, RedisConnection used) {
        long before = heard;
        used.send(Request.cmd(Command.PING))
                .onComplete(pong -> context.runOnContext(home -> {
                    if (pong.failed()) {
                        retry(mine);
                    } else if (mine == generation) {
                        heard++;
                    }
                }));
        var _ = timer(PATIENCE.toMillis(), () -> {
            if (mine != generation || stopped) {
                return;
            }
            if (heard == before) {
                retry(mine);
            } else {
                ping(mine, used);
            }
        });
    }

    private void retry(int lost) {
        if (lost != generation || stopped) {
            return;
        }
        generation++;
        drop();
        long wait = delayMillis / 2 + chance.nextLong(delayMillis / 2 + 1);
        delayMillis = Math.min(LONGEST_DELAY_MILLIS, delayMillis * 2);
        var _ = timer(wait, this::startUnlessStopped);
    }

    private void startUnlessStopped() {
        if (!stopped) {
            start();
        }
    }

    private void drop() {
        RedisConnection dropped = connection;
        connection = null;
        if (dropped != null) {
            close(dropped);
            tenant.lost();
        }
    }

    private static void close(RedisConnection connection) {
        var _ = connection.close();
    }

    private long timer(long millis, Runnable then) {
        return vertx().setTimer(Math.max(1, millis), fired -> context.runOnContext(home -> then.run()));
    }

    private Vertx vertx() {
        return context.owner();
    }
}
