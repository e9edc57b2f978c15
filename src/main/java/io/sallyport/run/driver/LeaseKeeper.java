package io.sallyport.run.driver;

import io.sallyport.checkpoint.Checkpoints;
import io.sallyport.checkpoint.Lease;
import io.sallyport.checkpoint.Renewal;
import io.sallyport.config.RunSettings;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Renews the leases of all runs of this replica with one statement, however long any of them takes over anything. */
final class LeaseKeeper {
    private static final Logger LOG = Logger.getLogger(LeaseKeeper.class);

    private final Checkpoints checkpoints;
    private final RunSettings settings;
    private final InstantSource clock;
    private final StoreHealth health;
    private final AtomicBoolean renewing = new AtomicBoolean();

    LeaseKeeper(Checkpoints checkpoints, RunSettings settings, InstantSource clock, StoreHealth health) {
        this.checkpoints = checkpoints;
        this.settings = settings;
        this.clock = clock;
        this.health = health;
    }

    void renew(Collection<RunTask> tasks) {
        if (tasks.isEmpty() || !renewing.compareAndSet(false, true)) {
            return;
        }
        Map<Lease, RunTask> asked = new HashMap<>();
        tasks.forEach(task -> asked.put(task.lease(), task));
        LeaseClock.Moment sent = LeaseClock.now(clock);
        var _ = checkpoints
                .renew(List.copyOf(asked.keySet()), settings.lease())
                .onTermination()
                .invoke(() -> renewing.set(false))
                .subscribe()
                .with(renewed -> renewed(renewed, asked, sent), this::failed);
    }

    private void renewed(List<Renewal> renewals, Map<Lease, RunTask> asked, LeaseClock.Moment sent) {
        health.reached();
        for (Renewal renewal : renewals) {
            Optional.ofNullable(asked.remove(renewal.lease())).ifPresent(task -> task.renewed(sent, renewal.signals()));
        }
        asked.values().forEach(gone -> gone.home(gone::lostUnlessOver));
    }

    private void failed(Throwable failure) {
        health.failed();
        LOG.warnf("leases could not be renewed: %s", failure.getMessage());
    }
}
