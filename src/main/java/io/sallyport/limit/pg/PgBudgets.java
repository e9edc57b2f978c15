package io.sallyport.limit.pg;

import io.sallyport.checkpoint.StoreUnavailable;
import io.sallyport.limit.Budgets;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;

/** Budgets in the tables {@code budget_account} and {@code budget_hold}. */
@Singleton
class PgBudgets implements Budgets {
    private static final String RESERVE =
            "SELECT place, settled, reserved, overrun FROM budget_reserve($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    private static final String RELEASE = "SELECT budget_release($1)";

    // What has ended holds nothing, whether or not anybody has swept.
    private static final String STANDING = """
            SELECT u.n::integer AS place, a.settled, a.overrun,
                   a.reserved - coalesce((SELECT sum(h.amount) FROM budget_hold h WHERE h.account = a.id AND h.until <= clock_timestamp()), 0)::bigint
                     AS reserved
              FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[]) WITH ORDINALITY AS u (tenant, scope, name, starts_at, n)
              JOIN budget_account a ON a.tenant = u.tenant AND a.scope = u.scope AND a.name = u.name AND a.starts_at = u.starts_at""";

    private static final double MILLIS = 1000;

    /** In which the pool learns that a connection is gone. */
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final BudgetStore store;
    private final InstantSource clock;

    @Inject
    PgBudgets(BudgetStore store) {
        this(store, InstantSource.system());
    }

    PgBudgets(BudgetStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * A lost answer is asked for again, once; one that did not come in time is not, the caller has waited enough. What may have been reserved all
     * the same is given back, or ends by itself.
     */
    @Override
    public Uni<Reserved> reserve(String reservation, List<Hold> holds, Instant until) {
        if (holds.isEmpty()) {
            return Uni.createFrom().item(new Reserved.Held());
        }
        List<Hold> each = List.copyOf(once(holds));
        Uni<RowSet<Row>> asked = send(RESERVE, () -> values(reservation, each, until));
        return again(asked).onFailure().invoke(() -> forget(reservation)).map(refusals -> answer(each, refusals));
    }

    private static Uni<RowSet<Row>> again(Uni<RowSet<Row>> asked) {
        return asked.onFailure(PgBudgets::wasLost)
                .recoverWithUni(() ->
                        Uni.createFrom().voidItem().onItem().delayIt().by(PAUSE).chain(() -> asked));
    }

    private static boolean wasLost(Throwable failure) {
        return failure instanceof StoreUnavailable && !(failure.getCause() instanceof FaultToleranceException);
    }

    /** One hold for each account: two entries of the catalogue that mean the same count once, the narrower limit. */
    private static Collection<Hold> once(List<Hold> holds) {
        Map<Object, Hold> byKey = LinkedHashMap.newLinkedHashMap(holds.size());
        for (Hold hold : holds) {
            var _ = byKey.merge(
                    List.of(
                            hold.account().limit().key(),
                            hold.account().period().start()),
                    hold,
                    PgBudgets::narrower);
        }
        return byKey.values();
    }

    private static Hold narrower(Hold one, Hold other) {
        Account account = limit(one) <= limit(other) ? one.account() : other.account();
        return new Hold(account, Math.max(one.amount(), other.amount()));
    }

    private static long limit(Hold hold) {
        return hold.account().limit().limit().amount();
    }

    // How long it holds is told, not until when: the database's clock is the one that ends it.
    private Tuple values(String reservation, List<Hold> holds, Instant until) {
        double seconds = Duration.between(clock.instant(), until).toMillis() / MILLIS;
        Tuple values = Tuple.tuple().addString(AccountColumns.text(reservation)).addDouble(Math.max(0, seconds));
        return new AccountColumns(holds.stream().map(Hold::account).toList())
                .all(values)
                .addValue(holds.stream().map(Hold::amount).toArray(Long[]::new));
    }

    private void forget(String reservation) {
        var _ = release(reservation).subscribe().with(done -> {}, gone -> {});
    }

    private static Reserved answer(List<Hold> holds, RowSet<Row> refusals) {
        List<Reserved.Exhausted> all = new ArrayList<>();
        for (Row row : refusals) {
            Hold hold = holds.get(row.getInteger("place") - 1);
            Standing standing = standing(hold.account(), row);
            all.add(new Reserved.Exhausted(standing, hold.amount() <= limit(hold) - standing.used()));
        }
        // Of several, the one that lasts longest: with what is said of it, the caller knows when it is worth another
        // try.
        return all.stream()
                .max(Comparator.comparing((Reserved.Exhausted one) -> !one.fitsLater())
                        .thenComparing(one -> one.standing().account().period().end()))
                .<Reserved>map(one -> one)
                .orElseGet(Reserved.Held::new);
    }

    private static Standing standing(Account account, Row row) {
        return new Standing(account, row.getLong("settled"), row.getLong("reserved"), row.getLong("overrun"));
    }

    @Override
    public Uni<Void> release(String reservation) {
        Uni<RowSet<Row>> asked = send(RELEASE, () -> Tuple.of(AccountColumns.text(reservation)));
        return again(asked).replaceWithVoid();
    }

    @Override
    public Uni<List<Standing>> standing(List<Account> accounts) {
        if (accounts.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return send(STANDING, () -> new AccountColumns(accounts).keys(Tuple.tuple()))
                .map(rows -> {
                    List<Standing> all = new ArrayList<>(accounts.size());
                    accounts.forEach(account -> all.add(new Standing(account, 0, 0, 0)));
                    for (Row row : rows) {
                        int place = row.getInteger("place") - 1;
                        var _ = all.set(place, standing(accounts.get(place), row));
                    }
                    return List.copyOf(all);
                });
    }

    private Uni<RowSet<Row>> send(String sql, Supplier<Tuple> values) {
        return Uni.createFrom()
                .deferred(() -> store.send(sql, values.get()))
                .onFailure(failure -> !(failure instanceof BudgetStore.ValueRefused))
                .transform(failure -> new StoreUnavailable("the budgets do not answer", failure));
    }
}
