package io.sallyport.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Fifty kills with leases as they are shipped: another replica goes on within twenty seconds. */
@Tag("slow")
class DefaultsIT {
    private static final long SEED = Long.getLong("sallyport.crash.seed", System.nanoTime());
    private static final int KILLS = Integer.getInteger("sallyport.crash.kills", 50);
    private static final Path RESULTS = Path.of(System.getProperty("sallyport.crash.results", "target"));
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration LIMIT = Duration.ofMinutes(60);
    private static final Set<Sort> SORTS = EnumSet.of(Sort.PLAIN);
    private static final int CLIENTS = 24;
    private static final int BATCH = 10;

    @Test
    void after_a_kill_another_replica_goes_on_within_twenty_seconds() {
        List<Cell> plan =
                Plan.matrix(new Random(SEED), 1, EnumSet.of(Fault.KILL), SORTS).subList(0, KILLS);
        Report report = new Report("Kills at the default lease", SEED);
        report.condition("lease, renewal, start nothing after", "15 s, 5 s, 10 s");
        try (Cluster cluster = Cluster.start(Map.of(), "1s");
                Campaign campaign = new Campaign(cluster, report, LEASE, new Random(SEED), CLIENTS, BATCH, SORTS)) {
            campaign.carryOut(plan, LIMIT);
        } finally {
            report.write(RESULTS, "crash-defaults");
        }

        assertThat(report.wrong()).isEmpty();
        assertThat(report.recovery(Fault.KILL).at(1))
                .as("the longest recovery, ms")
                .isLessThanOrEqualTo(20_000);
    }
}
