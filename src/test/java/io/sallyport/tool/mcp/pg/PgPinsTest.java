package io.sallyport.tool.mcp.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.checkpoint.StoreUnavailable;
import io.sallyport.testing.TestingPostgres;
import io.sallyport.tool.mcp.Definitions;
import io.sallyport.tool.mcp.Pins;
import io.sallyport.tool.mcp.PinsContract;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pins in a real PostgreSQL. */
class PgPinsTest extends PinsContract {
    private static TestingPostgres postgres;
    private static Pool pool;

    @BeforeAll
    static void start() {
        postgres = TestingPostgres.shared();
        pool = postgres.pool(4, postgres.port());
    }

    @AfterAll
    static void stop() {
        pool.closeAndAwait();
    }

    @BeforeEach
    void empty() {
        postgres.execute("DELETE FROM mcp_tool");
    }

    @Override
    protected Pins pins() {
        return new PgPins(new PinStore(pool));
    }

    @Test
    void a_lost_store_is_told_as_one() {
        Pool gone = postgres.pool(1, 1);

        assertThatThrownBy(() ->
                        new PgPins(new PinStore(gone)).accepted("a").await().atMost(Duration.ofSeconds(20)))
                .isInstanceOf(StoreUnavailable.class);
    }

    @Test
    void nothing_is_written_while_nothing_changes() {
        var definition = Definitions.tool("send", "one");
        pins().offered("a", List.of(definition)).await().atMost(Duration.ofSeconds(20));
        List<String> before = postgres.ask("SELECT xmin::text FROM mcp_tool");

        pins().offered("a", List.of(definition)).await().atMost(Duration.ofSeconds(20));

        assertThat(postgres.ask("SELECT xmin::text FROM mcp_tool")).isEqualTo(before);
    }
}
