package io.sallyport.edge.health;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What is known of the stores, looked at in the background so that no health check waits for one. */
@Singleton
public class StoreWatch {
    private static final Logger LOG = Logger.getLogger(StoreWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(3);

    private final Vertx vertx;
    private final Map<Store, Supplier<Uni<Void>>> probes = new EnumMap<>(Store.class);
    private final Map<Store, State> states = new ConcurrentHashMap<>();
    private long timer;

    StoreWatch(Vertx vertx, StoreProbe probe) {
        this.vertx = vertx;
        probes.put(Store.POSTGRES, probe::postgres);
        probes.put(Store.REDIS, probe::redis);
    }

    /** Whether a store answers. */
    enum State {
        UNKNOWN,
        UP,
        DEGRADED
    }

    void begin(@Observes StartupEvent started) {
        look();
        timer = vertx.setPeriodic(EVERY.toMillis(), _ -> look());
    }

    void end(@Observes ShutdownEvent stopped) {
        var _ = vertx.cancelTimer(timer);
    }

    State state(Store store) {
        return states.getOrDefault(store, State.UNKNOWN);
    }

    private void look() {
        probes.forEach((store, probe) -> {
            var _ = probe.get().subscribe().with(_ -> is(store, State.UP), _ -> is(store, State.DEGRADED));
        });
    }

    private void is(Store store, State now) {
        State before = states.put(store, now);
        if (before != now) {
            tell(store, before, now);
        }
    }

    private static void tell(Store store, @Nullable State before, State now) {
        if (now == State.DEGRADED) {
            LOG.warnf("%s does not answer: what needs it is refused or slower, everything else goes on", store.label());
        } else if (before == State.DEGRADED) {
            LOG.infof("%s answers again", store.label());
        }
    }
}
