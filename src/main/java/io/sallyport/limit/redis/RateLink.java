package io.sallyport.limit.redis;

import io.sallyport.limit.RateObserver;
import io.sallyport.redis.Script;
import io.sallyport.redis.Scripts;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * The way to Redis: knows since when it remembers, notices that it has lost its memory, and then tells it who is under way here. While anybody
 * is, it asks now and then, so that a loss is noticed soon.
 */
final class RateLink {
    private static final Logger LOG = Logger.getLogger(RateLink.class);
    private static final int MOST_STRAYS = 1000;
    private static final int AT_ONCE = 500;

    private final Scripts scripts;
    private final Vertx vertx;
    private final StoreClock clock;
    private final LongSupplier nanos;
    private final Holders holders;
    private final List<RateObserver> observers;

    private final AtomicLong born = new AtomicLong();
    private final AtomicBoolean pulse = new AtomicBoolean();

    /** Slots that may have been taken without anybody knowing; what does not fit in ends by its lease. */
    private final Map<String, List<String>> strays = new ConcurrentHashMap<>();

    RateLink(
            Scripts scripts,
            Vertx vertx,
            StoreClock clock,
            LongSupplier nanos,
            Holders holders,
            List<RateObserver> observers) {
        this.scripts = scripts;
        this.vertx = vertx;
        this.clock = clock;
        this.nanos = nanos;
        this.holders = holders;
        this.observers = observers;
    }

    /** Runs {@code script} for {@code keys}, with what follows the birth. */
    Uni<Response> run(Script script, List<String> keys, List<String> arguments) {
        List<String> allKeys = new ArrayList<>(1 + keys.size());
        allKeys.add(RateKeys.BORN);
        allKeys.addAll(keys);
        List<String> allArguments = new ArrayList<>(1 + arguments.size());
        allArguments.add(Long.toString(born.get()));
        allArguments.addAll(arguments);
        long started = nanos.getAsLong();
        return scripts.run(script, allKeys, allArguments).invoke(answer -> {
            long took = nanos.getAsLong() - started;
            observers.forEach(observer -> observer.answered(took));
            heard(answer);
        });
    }

    /** Sees to it that Redis is asked while somebody is under way. */
    void watch() {
        if (pulse.compareAndSet(false, true)) {
            beatLater();
        }
    }

    /** {@code holder} has none of {@code slots}, whatever Redis says: it is told when it answers again. */
    void stray(List<String> slots, String holder) {
        if (!slots.isEmpty() && strays.size() < MOST_STRAYS) {
            strays.put(holder, slots);
        }
    }

    /** {@code holder} asks again: what it gets now is not taken away. */
    void asksAgain(String holder) {
        if (!strays.isEmpty()) {
            strays.remove(holder);
        }
    }

    private void heard(Response answer) {
        clock.heard(answer.get(0).toLong());
        long now = answer.get(1).toLong();
        long before = born.getAndSet(now);
        if (before != 0 && before != now) {
            LOG.info("Redis has lost what it knew of rates; it is told what is known here");
            holders.each(clock.now(), this::remember);
        }
        for (String holder : List.copyOf(strays.keySet())) {
            List<String> slots = strays.remove(holder);
            if (slots != null) {
                release(holder, slots);
            }
        }
    }

    /** {@code holder} gives {@code slots} back; where Redis does not hear it, it is told when it answers again. */
    void giveBack(List<String> slots, String holder) {
        if (!slots.isEmpty()) {
            var _ = settle(holder, slots).subscribe().with(answer -> {}, why -> stray(slots, holder));
        }
    }

    private void release(String holder, List<String> slots) {
        forget(settle(holder, slots));
    }

    private Uni<Response> settle(String holder, List<String> slots) {
        List<String> arguments = new ArrayList<>(List.of(holder));
        slots.forEach(each -> arguments.add("s"));
        return run(RateScripts.SETTLE, slots, arguments);
    }

    private void remember(String slots, Map<String, Long> alive) {
        List<String> arguments = new ArrayList<>();
        alive.forEach((holder, end) -> {
            arguments.add(Long.toString(end));
            arguments.add(holder);
        });
        for (int from = 0; from < arguments.size(); from += 2 * AT_ONCE) {
            List<String> some = arguments.subList(from, Math.min(arguments.size(), from + 2 * AT_ONCE));
            forget(run(RateScripts.REMEMBER, List.of(slots), List.copyOf(some)));
        }
    }

    private void beat() {
        holders.each(clock.now(), (slots, alive) -> {});
        if (holders.isEmpty()) {
            pulse.set(false);
            if (!holders.isEmpty()) {
                watch();
            }
            return;
        }
        forget(run(RateScripts.TAKE, List.of(), List.of("", "1")));
        beatLater();
    }

    private void beatLater() {
        var _ = vertx.setTimer(Holders.PULSE_MILLIS, tick -> beat());
    }

    private static void forget(Uni<Response> call) {
        var _ = call.subscribe().with(answer -> {}, why -> LOG.debug("Redis did not answer about rates", why));
    }
}
