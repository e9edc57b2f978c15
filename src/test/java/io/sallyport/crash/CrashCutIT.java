package io.sallyport.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A minute of the crash matrix: as many instants as there is time for, each once, with faults and classes taking turns. A failure prints the seed that repeats it. */
class CrashCutIT {
    private static final long SEED = Long.getLong("sallyport.crash.seed", System.nanoTime());
    private static final int INSTANTS = 16;
    private static final int CLIENTS = 15;
    private static final Duration LIMIT = Duration.ofSeconds(35);
    private static final Duration LEASE = Duration.ofSeconds(2);

    @Test
    void nothing_is_lost_nothing_happens_twice_and_nothing_is_taken_back() {
        Report report = new Report("Crash matrix, the cut of a minute", SEED);
        try (Cluster cluster = Cluster.start(Cluster.SHORT_LEASES, "250ms");
                Campaign campaign = new Campaign(
                        cluster,
                        report,
                        LEASE,
                        new Random(SEED),
                        CLIENTS,
                        INSTANTS,
                        EnumSet.complementOf(EnumSet.of(Sort.USER)))) {
            campaign.carryOut(Plan.cut(new Random(SEED), INSTANTS, EnumSet.allOf(Fault.class)), LIMIT);
        } finally {
            report.write(Path.of("target"), "crash-cut");
        }

        assertThat(report.wrong()).as("seed %d", SEED).isEmpty();
        assertThat(report.interruptedRuns()).as("runs interrupted").isPositive();
    }
}
