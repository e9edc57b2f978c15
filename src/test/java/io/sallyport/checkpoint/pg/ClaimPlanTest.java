package io.sallyport.checkpoint.pg;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.checkpoint.ClaimOrder;
import io.sallyport.testing.TestingPostgres;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How PostgreSQL goes about a claim when very many runs are asleep. */
class ClaimPlanTest {
    private static final int ASLEEP = 20_000;

    private final TestingPostgres postgres = TestingPostgres.shared();

    @BeforeEach
    void manySleepAndFewAreDue() {
        postgres.empty();
        BareRuns.asleep(postgres, ASLEEP);
        BareRuns.queued(postgres, 50);
    }

    @Test
    void those_asleep_are_not_read() {
        String plan = plan();

        assertThat(plan).doesNotContain("Seq Scan on run");
        assertThat(plan.lines().filter(line -> line.contains("Rows Removed")).map(ClaimPlanTest::number))
                .allSatisfy(removed -> assertThat(removed).isLessThan(100));
        assertThat(postgres.ask("SELECT count(*) FROM run WHERE status = 'RUNNING'"))
                .containsExactly("8");
    }

    @Test
    void who_looks_for_runs_that_need_a_replica_alone_reads_those_alone() {
        String plan = explain(Suspects.KEEP, Suspects.values("replica-a", Duration.ofSeconds(10)));

        assertThat(plan).contains("Index Only Scan using run_suspect").doesNotContain("Seq Scan on run");
        assertThat(plan).doesNotContain("Rows Removed");
    }

    private static int number(String line) {
        return Integer.parseInt(line.replaceAll(".*: ", "").strip());
    }

    private String plan() {
        return explain(
                Claiming.CLAIM,
                Claiming.values(new ClaimOrder("replica-a", 8, Duration.ofSeconds(15), Duration.ofSeconds(15), false)));
    }

    private String explain(Sql sql, Sql.Values parameters) {
        Tuple values = sql.bind(parameters);
        String arguments = IntStream.range(0, values.size())
                .mapToObj(i -> "'" + values.getValue(i) + "'")
                .collect(Collectors.joining(", "));
        postgres.execute("SET plan_cache_mode = force_generic_plan", "PREPARE claim AS " + sql.text());
        List<String> lines = postgres.ask("EXPLAIN ANALYZE EXECUTE claim (" + arguments + ")");
        postgres.execute("DEALLOCATE claim", "RESET plan_cache_mode");
        return String.join("\n", lines);
    }
}
