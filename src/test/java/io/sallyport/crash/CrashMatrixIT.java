package io.sallyport.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every fault at every instant, in runs of every class. {@code ./mvnw -B verify -Pcrash}; {@code docs/crash-proof.md} has the settings and
 * how to read the report.
 */
@Tag("slow")
class CrashMatrixIT {
    private static final long SEED = Long.getLong("sallyport.crash.seed", System.nanoTime());
    private static final int REPEATS = Integer.getInteger("sallyport.crash.repeats", 3);
    private static final int SKIP = Integer.getInteger("sallyport.crash.skip", 0);
    private static final int CLIENTS = Integer.getInteger("sallyport.crash.clients", 36);
    private static final int BATCH = Integer.getInteger("sallyport.crash.batch", 40);
    private static final Duration LIMIT = Duration.ofMinutes(Integer.getInteger("sallyport.crash.minutes", 240));
    private static final String FAULTS = System.getProperty("sallyport.crash.faults", "");
    private static final String CELLS = System.getProperty("sallyport.crash.cells", "");
    private static final Path RESULTS = Path.of(System.getProperty("sallyport.crash.results", "target"));
    private static final Duration LEASE = Duration.ofSeconds(2);

    @Test
    void nothing_is_lost_nothing_happens_twice_and_nothing_is_taken_back() {
        System.out.println("crash: seed " + SEED + " (repeat with -Dsallyport.crash.seed=" + SEED + ")");
        List<Cell> whole = Plan.matrix(new Random(SEED), REPEATS, faults(), sorts());
        List<Cell> plan = whole.subList(Math.min(SKIP, whole.size()), whole.size());
        Report report = new Report("Crash matrix", SEED);
        report.condition("faults of the plan left out", SKIP);
        Map<Sort, Integer> squares = Plan.sizes(faults(), sorts());
        System.out.println("crash: squares " + squares);
        report.condition("squares of the plan", squares.toString());
        report.condition("replicas", 3);
        report.condition("clients", CLIENTS);
        report.condition("lease, renewal, start nothing after", "2 s, 500 ms, 1300 ms");
        report.condition("processors", Runtime.getRuntime().availableProcessors());
        try (Cluster cluster = Cluster.start(Cluster.SHORT_LEASES, "600ms");
                Campaign campaign = new Campaign(cluster, report, LEASE, new Random(SEED), CLIENTS, BATCH, sorts())) {
            campaign.carryOut(plan, LIMIT);
        } finally {
            report.write(RESULTS, "crash-matrix");
        }
        assertThat(report.wrong()).isEmpty();
    }

    private static Set<Sort> sorts() {
        return CELLS.isEmpty()
                ? EnumSet.allOf(Sort.class)
                : EnumSet.copyOf(Arrays.stream(CELLS.split(","))
                        .map(word -> Sort.valueOf(word.toUpperCase(Locale.ROOT)))
                        .toList());
    }

    private static Set<Fault> faults() {
        return FAULTS.isEmpty()
                ? EnumSet.allOf(Fault.class)
                : EnumSet.copyOf(
                        Arrays.stream(FAULTS.split(",")).map(Fault::valueOf).toList());
    }
}
