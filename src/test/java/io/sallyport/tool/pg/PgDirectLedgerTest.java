package io.sallyport.tool.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.KeyValueWrite;
import io.sallyport.checkpoint.StoreUnavailable;
import io.sallyport.core.Bytes;
import io.sallyport.embedded.Embedded;
import io.sallyport.embedded.PreparedData;
import io.sallyport.idempotency.Retention;
import io.sallyport.tool.door.DirectLedger;
import io.sallyport.tool.door.DirectLedgerContract;
import io.sallyport.tool.door.Entry;
import io.sallyport.tool.door.Settlement;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ledger in a real PostgreSQL. */
class PgDirectLedgerTest extends DirectLedgerContract {
    private static Embedded.Started services;
    private static Vertx vertx;
    private static Pool pool;

    private final PgDirectLedger ledger = new PgDirectLedger(new LedgerStore(pool));

    @BeforeAll
    static void start() throws IOException {
        services = Embedded.start(PreparedData.in(Files.createTempDirectory("sallyport-ledger")), "");
        Map<String, String> settings = services.settings().asProperties("", "");
        String password = settings.get("quarkus.datasource.password");
        Flyway.configure()
                .dataSource(
                        settings.get("quarkus.datasource.jdbc.url"),
                        settings.get("quarkus.datasource.username"),
                        password)
                .load()
                .migrate();
        PgConnectOptions options = PgConnectOptions.fromUri(settings.get("quarkus.datasource.reactive.url"))
                .setUser(settings.get("quarkus.datasource.username"))
                .setPassword(password);
        vertx = Vertx.vertx();
        pool = Pool.newInstance(io.vertx.sqlclient.Pool.pool(vertx, options, new PoolOptions().setMaxSize(10)));
    }

    @AfterAll
    static void stop() {
        pool.closeAndAwait();
        var _ = vertx.close();
        services.services().stop();
    }

    @BeforeEach
    void empty() {
        run("DELETE FROM tool_call");
        run("DELETE FROM blob_ref");
        run("DELETE FROM blob");
        run("DELETE FROM key_value");
    }

    @Override
    protected DirectLedger ledger() {
        return ledger;
    }

    @Override
    protected void elapse(Duration time) {
        String back = String.format(Locale.ROOT, " - interval '%d seconds'", time.toSeconds());
        run("UPDATE tool_call SET deadline = deadline" + back + ", created_at = created_at" + back
                + ", updated_at = updated_at" + back);
    }

    @Test
    void what_a_transactional_tool_writes_is_in_the_commit_of_its_result_or_nowhere() {
        Entry mine = mine("a");
        settle(
                mine,
                settlement(
                        new KeyValueWrite("client:batch", "k\u0000", Bytes.of("1")),
                        new KeyValueWrite("client:batch", "k\u0000", Bytes.of("\"\\u0000\"")),
                        new KeyValueWrite("client:batch", "gone", null)));
        assertThat(column("SELECT convert_from(value, 'UTF8') FROM key_value")).containsExactly("\"\\u0000\"");

        Settlement late = settlement(new KeyValueWrite("client:batch", "k", Bytes.of("2")));
        assertThat(get(ledger.settle(mine.intent(), late))).isFalse();
        assertThat(column("SELECT convert_from(value, 'UTF8') FROM key_value")).containsExactly("\"\\u0000\"");
    }

    @Test
    void a_value_that_is_written_again_has_a_new_version_and_one_that_is_removed_is_gone() {
        settle(mine("a"), settlement(new KeyValueWrite("s", "k", Bytes.of("1"))));
        Entry second = get(ledger.open(call("b", null))).entry();
        settle(second, settlement(new KeyValueWrite("s", "k", Bytes.of("2"))));
        assertThat(column("SELECT version::text FROM key_value")).containsExactly("2");

        Entry third = get(ledger.open(call("c", null))).entry();
        settle(third, settlement(new KeyValueWrite("s", "k", null)));
        assertThat(column("SELECT space FROM key_value")).isEmpty();
    }

    @Test
    void a_key_that_is_found_leaves_nothing_behind() {
        mine("a");
        List<String> before = column("SELECT encode(sha256, 'hex') FROM blob");

        found("b");

        assertThat(column("SELECT encode(sha256, 'hex') FROM blob")).isEqualTo(before);
        assertThat(column("SELECT run FROM blob_ref")).hasSize(1);
    }

    @Test
    void old_calls_go_in_small_batches_with_the_bytes_that_nobody_else_refers_to() {
        settle(mine("a"), success("\"old\""));
        elapse(Duration.ofHours(49));
        Entry recent = get(ledger.open(call("b", null))).entry();
        OldCalls old = new OldCalls(pool, new Retention(Duration.ofHours(48)));

        assertThat(get(old.removeSome())).isEqualTo(1);
        assertThat(get(old.removeSome())).isZero();

        assertThat(column("SELECT id FROM tool_call")).containsExactly(recent.id());
        assertThat(column("SELECT run FROM blob_ref")).containsExactly(recent.id());
        assertThat(column("SELECT convert_from(bytes, 'UTF8') FROM blob"))
                .as("arguments that the recent call has too, and not the old result")
                .hasSize(1)
                .noneMatch(text -> text.contains("old"));
    }

    @Test
    void what_nobody_knows_is_kept_for_longer_and_what_runs_did_is_not_ours_to_remove() {
        Entry unknown = mine("a");
        elapse(Duration.ofDays(3));
        assertThat(get(ledger.abandon(unknown))).isTrue();
        elapse(Duration.ofDays(3));
        OldCalls old = new OldCalls(pool, new Retention(Duration.ofHours(48)));
        assertThat(get(old.removeSome())).isZero();

        elapse(Duration.ofDays(30));
        assertThat(get(old.removeSome())).isEqualTo(1);
        assertThat(column("SELECT sha256::text FROM blob")).isEmpty();
    }

    @Test
    void what_the_database_refuses_is_a_store_that_is_not_available() {
        Entry mine = mine("a");
        Settlement impossible = settlement(new KeyValueWrite("nul\u0000", "k", Bytes.of("1")));

        assertThatThrownBy(() -> get(ledger.settle(mine.intent(), impossible))).isInstanceOf(StoreUnavailable.class);
        assertThat(found("b").state()).isEqualTo(CallState.INTENT);
    }

    @Test
    void an_intent_that_was_raised_while_its_answer_was_lost_is_found_by_its_owner() {
        Entry seen = mine("a");
        elapse(MINUTE.plusSeconds(1));
        AtomicInteger lost = new AtomicInteger(1);
        PgDirectLedger cut = new PgDirectLedger(new LedgerStore(pool) {
            @Override
            Uni<RowSet<Row>> send(String sql, List<Object> values) {
                return super.send(sql, values).invoke(rows -> {
                    if (lost.getAndDecrement() > 0) {
                        throw new StoreUnavailable("cut", new IllegalStateException());
                    }
                });
            }
        });

        assertThat(get(cut.raise(seen, "b", MINUTE)))
                .hasValueSatisfying(entry -> assertThat(entry.epoch()).isEqualTo(2));
        lost.set(1);
        assertThat(get(cut.raise(seen, "c", MINUTE)))
                .as("raised by another meanwhile")
                .isEmpty();
    }

    @Test
    void a_value_that_the_database_does_not_take_is_not_an_outage() {
        assertThatThrownBy(() -> get(new LedgerStore(pool).send("SELECT $1::text", List.of("\u0000"))))
                .isInstanceOf(LedgerStore.ValueRefused.class);
        assertThatThrownBy(() -> get(new LedgerStore(pool).send("SELECT FROM nowhere", List.of())))
                .isInstanceOf(StoreUnavailable.class);
    }

    private static Settlement settlement(KeyValueWrite... writes) {
        return new Settlement(CallState.SUCCEEDED, Bytes.of("null"), null, List.of(writes));
    }

    private static void run(String sql) {
        var _ = get(pool.query(sql).execute());
    }

    private static List<String> column(String sql) {
        return get(pool.query(sql).execute()).stream()
                .map((Row row) -> row.getString(0))
                .toList();
    }
}
