package io.sallyport.edge.health;

import io.sallyport.core.Problem;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who is being served, and whether anybody new may come in. Safe from any thread; both calls cost one look into memory.
 *
 * <pre>{@code
 * Draining.Active active = draining.register("a stream", this::endWithError);
 * … when the answer has ended, however: active.ended();
 * }</pre>
 */
@Singleton
public class Draining {
    /** Sorts of requests that are named where not all of them end. */
    private static final int SHOWN = 10;

    private final Set<Active> served = ConcurrentHashMap.newKeySet();
    private final Object ended = new Object();
    private volatile Phase phase = Phase.SERVING;

    /** How far the replica is on its way out; the order matters. */
    enum Phase {
        /** As ever. */
        SERVING,
        /** Not ready any more, but still serving, until balancers have noticed. */
        LEAVING,
        /** Nobody new. */
        REFUSING,
        /** And nobody goes on. */
        ENDING
    }

    /** One request that is being served. */
    public final class Active {
        private final String what;
        private final Runnable forceEnd;
        private final Phase endsIn;
        private final @Nullable String client;
        private final Consumer<Problem> refuse;

        private Active(String what, Runnable forceEnd, Phase endsIn) {
            this(what, forceEnd, endsIn, null, problem -> {});
        }

        private Active(
                String what, Runnable forceEnd, Phase endsIn, @Nullable String client, Consumer<Problem> refuse) {
            this.what = what;
            this.forceEnd = forceEnd;
            this.endsIn = endsIn;
            this.client = client;
            this.refuse = refuse;
        }

        private void endIf(Function<String, Optional<Problem>> against) {
            if (client != null) {
                against.apply(client).ifPresent(refuse);
            }
        }

        private void endIfIn(Phase now) {
            if (now.compareTo(endsIn) >= 0) {
                forceEnd.run();
            }
        }

        /** To be called once its answer is complete or given up; calling it again does nothing. */
        public void ended() {
            if (served.remove(this) && refusing()) {
                wake();
            }
        }
    }

    /** Whether new requests are to be answered with {@code SHUTTING_DOWN}. */
    public boolean refusing() {
        return phase.compareTo(Phase.REFUSING) >= 0;
    }

    /** Whether balancers are to look for another replica. */
    public boolean leaving() {
        return phase != Phase.SERVING;
    }

    /** How many requests are being served now. */
    public int active() {
        return served.size();
    }

    /** What is being served now, for whoever wonders why a replica does not end: some of it. */
    List<String> some() {
        return served.stream()
                .map(active -> active.what)
                .distinct()
                .limit(SHOWN)
                .toList();
    }

    /**
     * Notes a request that is being served.
     *
     * @param what     it is, in a few words without anything that is somebody's own
     * @param forceEnd tells it to end now with an explicit error, because the grace is over; called at most a few times and from a
     *     foreign thread: it must not block, has to hop to its own context, and is followed by {@link Active#ended} when the last byte
     *     is written
     */
    public Active register(String what, Runnable forceEnd) {
        return register(new Active(what, forceEnd, Phase.ENDING));
    }

    /**
     * Notes a request that is being served for {@code client}.
     *
     * @param refuse tells it to end now with this problem, as {@code forceEnd} does
     */
    public Active register(String what, Runnable forceEnd, String client, Consumer<Problem> refuse) {
        return register(new Active(what, forceEnd, Phase.ENDING, client, refuse));
    }

    /** Ends what is being served for clients whom {@code against} has something against. */
    void refuse(Function<String, Optional<Problem>> against) {
        served.forEach(active -> active.endIf(against));
    }

    /**
     * Notes a request whose answer can be continued on another replica without a loss: it gets no grace and ends as soon as newcomers are
     * refused.
     *
     * @param end as in {@link #register}
     */
    public Active registerContinuable(String what, Runnable end) {
        return register(new Active(what, end, Phase.REFUSING));
    }

    private Active register(Active active) {
        var _ = served.add(active);
        active.endIfIn(phase);
        return active;
    }

    void enter(Phase next) {
        phase = next;
        served.forEach(active -> active.endIfIn(next));
    }

    /** Waits until nobody is being served, at most for {@code limit}; only once newcomers are refused. */
    void awaitNobody(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        synchronized (ended) {
            long left = limit.toMillis();
            while (!served.isEmpty() && left > 0) {
                ended.wait(left);
                left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            }
        }
    }

    private void wake() {
        synchronized (ended) {
            ended.notifyAll();
        }
    }
}
