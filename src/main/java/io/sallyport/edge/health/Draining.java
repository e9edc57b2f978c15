package io.sallyport.edge.health;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is being served, and whether anybody new may come in. Safe from any thread; both calls cost one look into memory.
 *
 * <pre>{@code
 * if (draining.refusing()) { … 503 SHUTTING_DOWN with Connection: close … }
 * Draining.Active active = draining.register(this::endWithError);
 * … when the answer has ended, however: active.ended();
 * }</pre>
 */
@ApplicationScoped
public class Draining {
    private final Set<Active> served = ConcurrentHashMap.newKeySet();
    private volatile Phase phase = Phase.SERVING;

    /** How far the replica is on its way out. Order matters. */
    enum Phase {
        /** As ever. */
        SERVING,
        /** Not ready any more, but still serving, until balancers have noticed. */
        LEAVING,
        /** Nobody new. */
        REFUSING
    }

    /** One request that is being served. */
    public final class Active {
        private final Runnable forceEnd;

        private Active(Runnable forceEnd) {
            this.forceEnd = forceEnd;
        }

        /** To be called once its answer is complete or given up; calling it again does nothing. */
        public void ended() {
            var _ = served.remove(this);
        }

        void forceEnd() {
            forceEnd.run();
        }
    }

    /** Whether new requests are to be answered with {@code SHUTTING_DOWN}. */
    public boolean refusing() {
        return phase == Phase.REFUSING;
    }

    /**
     * Notes a request that is being served.
     *
     * @param forceEnd tells it to end now with an explicit error, because the grace is over; called from a foreign thread at most once:
     *     it must not block, has to hop to its own context, and is followed by {@link Active#ended} when the last byte is written
     */
    public Active register(Runnable forceEnd) {
        Active active = new Active(forceEnd);
        var _ = served.add(active);
        return active;
    }

    /** How many requests are being served now. */
    public int active() {
        return served.size();
    }

    boolean leaving() {
        return phase != Phase.SERVING;
    }

    void enter(Phase next) {
        phase = next;
    }

    void forceEnd() {
        served.forEach(Active::forceEnd);
    }
}
