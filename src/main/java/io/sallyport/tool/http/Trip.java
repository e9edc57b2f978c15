package io.sallyport.tool.http;

import io.sallyport.tool.http.Exchanged.NotSent;
import io.sallyport.tool.http.Exchanged.Reason;
import io.sallyport.tool.http.HttpExchange.Limits;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.impl.ContextInternal;
import java.net.InetAddress;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One request with everything that has to be found out before it, all of it within one time. On one event loop, once. */
final class Trip {
    private final ContextInternal context;
    private final PooledClient client;
    private final Limits limits;
    private final BooleanSupplier maySend;
    private final Watch watch;
    private final Promise<Exchanged> outcome;
    private @Nullable HttpExchange exchange;

    /** A request, and where it may be connected to. */
    record Prepared(Outgoing request, List<InetAddress> addresses) {}

    Trip(ContextInternal context, PooledClient client, Limits limits, BooleanSupplier maySend) {
        this(context, client, limits, maySend, Watch.UNTIL_THE_END);
    }

    Trip(ContextInternal context, PooledClient client, Limits limits, BooleanSupplier maySend, Watch watch) {
        this.context = context;
        this.client = client;
        this.limits = limits;
        this.maySend = maySend;
        this.watch = watch;
        this.outcome = context.promise();
    }

    /** As {@link #run}, and no longer than until {@code enough} completes, which it does on this event loop. */
    Future<Exchanged> run(long millis, Future<Void> enough, Supplier<Future<Prepared>> prepare) {
        enough.onComplete(come -> expire());
        return run(millis, prepare);
    }

    /** Fails only with {@link Requests.Unsendable}. */
    Future<Exchanged> run(long millis, Supplier<Future<Prepared>> prepare) {
        long timer = context.setTimer(Math.max(1, millis), fired -> expire());
        prepare.get().onComplete(prepared -> {
            if (outcome.future().isComplete()) {
                return;
            }
            if (prepared.succeeded()) {
                send(prepared.result(), millis);
            } else if (prepared.cause() instanceof Requests.Unsendable unsendable) {
                outcome.fail(unsendable);
            } else {
                outcome.complete(Failures.connecting(prepared.cause()));
            }
        });
        return outcome.future().onComplete(done -> {
            var _ = context.owner().cancelTimer(timer);
        });
    }

    private void send(Prepared prepared, long millis) {
        exchange = new HttpExchange(context, client, limits, maySend, watch);
        exchange.run(prepared.request(), prepared.addresses(), millis).onComplete(outcome);
    }

    private void expire() {
        if (exchange != null) {
            exchange.expire();
        } else {
            var _ = outcome.tryComplete(new NotSent(Reason.TOO_LATE, "no connection in time"));
        }
    }
}
