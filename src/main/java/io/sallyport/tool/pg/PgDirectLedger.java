package io.sallyport.tool.pg;

import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.StoreUnavailable;
import io.sallyport.checkpoint.pg.Columns;
import io.sallyport.tool.door.CallRecord;
import io.sallyport.tool.door.DirectLedger;
import io.sallyport.tool.door.Entry;
import io.sallyport.tool.door.NewCall;
import io.sallyport.tool.door.Settlement;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The ledger in the table {@code tool_call}. */
@Singleton
class PgDirectLedger implements DirectLedger {
    /** How often a key may vanish between two statements before something else must be wrong. */
    private static final int MOST_LOOKS = 3;

    private final LedgerStore store;

    PgDirectLedger(LedgerStore store) {
        this.store = store;
    }

    /** A lost answer is asked for again, once: the row says by its owner whether it was written. Without a key there is no such row. */
    @Override
    public Uni<Opened> open(NewCall call) {
        Uni<Opened> opened = openOrFind(call, MOST_LOOKS);
        return call.key() == null
                ? opened
                : opened.onFailure(StoreUnavailable.class).recoverWithUni(() -> openOrFind(call, 1));
    }

    private Uni<Opened> openOrFind(NewCall call, int looks) {
        return send(
                        LedgerSql.OPEN,
                        call.id(),
                        call.tenant(),
                        call.tool(),
                        call.client(),
                        call.subject(),
                        call.key(),
                        Columns.buffer(call.argumentsHash()),
                        Columns.buffer(call.arguments()),
                        call.owner(),
                        seconds(call.deadline()))
                .map(rows -> first(rows, LedgerRows::entry))
                .flatMap(found -> found.map(entry -> Uni.createFrom().item(opened(entry, call.owner())))
                        .orElseGet(() -> again(call, looks)));
    }

    private static Opened opened(Entry entry, String owner) {
        return owner.equals(entry.owner()) && entry.epoch() == 1 ? new Opened.Mine(entry) : new Opened.Found(entry);
    }

    /** Somebody wrote the same key after this statement had begun, so that it neither wrote nor saw it. */
    private Uni<Opened> again(NewCall call, int looks) {
        return looks > 0
                ? openOrFind(call, looks - 1)
                : Uni.createFrom().failure(new StoreUnavailable("a key came and went", new IllegalStateException()));
    }

    @Override
    public Uni<Optional<Entry>> find(String tenant, String tool, String key) {
        return send(LedgerSql.FIND, tenant, tool, key).map(rows -> first(rows, LedgerRows::entry));
    }

    @Override
    public Uni<Optional<Entry>> find(String call) {
        return send(LedgerSql.FIND_BY_ID, call).map(rows -> first(rows, LedgerRows::entry));
    }

    /** As with {@link #open}: what was written is known by its owner and its epoch. */
    @Override
    public Uni<Optional<Entry>> raise(Entry seen, String owner, Duration deadline) {
        return raiseOnce(seen, owner, deadline)
                .onFailure(StoreUnavailable.class)
                .recoverWithUni(() -> raiseOnce(seen, owner, deadline)
                        .flatMap(raised -> raised.isPresent()
                                ? Uni.createFrom().item(raised)
                                : find(seen.id()).map(found -> found.filter(entry -> isRaised(entry, seen, owner)))));
    }

    private static boolean isRaised(Entry entry, Entry seen, String owner) {
        return entry.epoch() == seen.epoch() + 1 && entry.state() == CallState.INTENT && owner.equals(entry.owner());
    }

    private Uni<Optional<Entry>> raiseOnce(Entry seen, String owner, Duration deadline) {
        return send(LedgerSql.RAISE, seen.id(), seen.epoch(), owner, seconds(deadline))
                .map(rows -> first(rows, LedgerRows::entry));
    }

    @Override
    public Uni<Boolean> settle(Intent intent, Settlement settlement) {
        List<Object> columns = new KeyValueColumns(settlement.writes()).arrays();
        return send(
                        LedgerSql.SETTLE,
                        intent.call(),
                        intent.epoch(),
                        settlement.state().name(),
                        settlement.code(),
                        Columns.buffer(settlement.result().sha256()),
                        Columns.buffer(settlement.result()),
                        columns.get(0),
                        columns.get(1),
                        columns.get(2),
                        columns.get(3),
                        columns.get(4))
                .map(PgDirectLedger::any);
    }

    @Override
    public Uni<Boolean> postpone(Intent intent) {
        return send(LedgerSql.POSTPONE, intent.call(), intent.epoch()).map(PgDirectLedger::any);
    }

    @Override
    public Uni<Boolean> abandon(Entry seen) {
        return send(LedgerSql.ABANDON, seen.id(), seen.epoch()).map(PgDirectLedger::any);
    }

    @Override
    public Uni<Boolean> evidence(Intent intent, Settlement late) {
        CallState settled = late.state() == CallState.SUCCEEDED ? CallState.RECONCILED : late.state();
        return send(
                        LedgerSql.EVIDENCE,
                        intent.call(),
                        intent.epoch(),
                        late.state().name(),
                        late.code(),
                        Columns.buffer(late.result().sha256()),
                        Columns.buffer(late.result()),
                        settled.name())
                .map(PgDirectLedger::any);
    }

    @Override
    public Uni<Optional<CallRecord>> record(String tenant, String tool, String call) {
        return send(LedgerSql.RECORD, tenant, tool, call).map(rows -> first(rows, LedgerRows::record));
    }

    /** Sent anew for each subscription, so that it can be tried again. Whatever the guard says of a store that hangs means the same as the store's own refusal. */
    private Uni<RowSet<Row>> send(String sql, @Nullable Object... values) {
        return Uni.createFrom()
                .deferred(() -> store.send(sql, Arrays.asList(values)))
                .onFailure(failure -> !(failure instanceof StoreUnavailable))
                .transform(failure -> new StoreUnavailable("the ledger of tool calls does not answer", failure));
    }

    private static <T> Optional<T> first(RowSet<Row> rows, Function<Row, T> read) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(read.apply(rows.iterator().next()));
    }

    private static boolean any(RowSet<Row> rows) {
        return rows.size() > 0;
    }

    static double seconds(Duration span) {
        return span.toMillis() / 1000.0;
    }
}
