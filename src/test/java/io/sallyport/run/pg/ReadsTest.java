package io.sallyport.run.pg;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testing.TestingPostgres;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A crowd that reads, and somebody who must renew a lease through the same connections. */
class ReadsTest {
    private static final int READERS = 200;
    /** As is shipped, without those that streams may have. */
    private static final int CONNECTIONS = 8;

    private final TestingPostgres postgres = TestingPostgres.shared();
    private final Pool pool = postgres.pool(CONNECTIONS, postgres.port());
    private final Reads reads = new Reads(pool);

    private CompletionStage<List<Integer>> slow() {
        return reads.list("SELECT 1 AS one FROM pg_sleep(0.2)", Tuple.tuple(), (Row row) -> row.getInteger("one"))
                .onFailure()
                .recoverWithItem(List.of())
                .subscribeAsCompletionStage();
    }

    @Test
    void whoever_renews_does_not_stand_in_line_behind_two_hundred_readers() {
        List<CompletionStage<List<Integer>>> crowd =
                IntStream.range(0, READERS).mapToObj(i -> slow()).toList();

        for (int renewal = 0; renewal < 5; renewal++) {
            long sent = System.nanoTime();
            var _ = Uni.createFrom()
                    .deferred(() -> pool.query("SELECT 1").execute())
                    .await()
                    .atMost(Duration.ofSeconds(10));
            assertThat(Duration.ofNanos(System.nanoTime() - sent)).isLessThan(Duration.ofMillis(1500));
        }

        assertThat(crowd)
                .anySatisfy(reader -> assertThat(reader.toCompletableFuture())
                        .as("readers are under way still")
                        .isNotDone());
        crowd.forEach(reader -> reader.toCompletableFuture().join());
        assertThat(crowd)
                .anySatisfy(reader ->
                        assertThat(reader.toCompletableFuture().join()).containsExactly(1));
    }
}
