package io.sallyport.usage.pg;

import io.sallyport.chat.Usage;
import io.sallyport.limit.Budgets.Account;
import io.sallyport.limit.Spender;
import io.sallyport.limit.pg.TestingBudgets;
import io.sallyport.usage.UsageEntry;
import io.sallyport.usage.UsageEntry.Settlement;
import io.sallyport.usage.UsageLedger;
import io.sallyport.usage.UsageObserver;
import io.sallyport.usage.UsageReports;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Ledgers of a database, and entries for them. */
public final class TestingUsage {
    private static final AtomicInteger IDS = new AtomicInteger();

    private TestingUsage() {}

    public static UsageLedger over(Vertx vertx, Pool pool, int queue, UsageObserver observer) {
        return new PgUsageLedger(vertx, new UsageStore(pool), queue, observer);
    }

    public static UsageReports reports(Pool pool) {
        return new PgUsageReports(pool);
    }

    /** One batch, at once. */
    public static Uni<Integer> write(Pool pool, List<UsageEntry> batch) {
        return new UsageStore(pool).write(batch);
    }

    /** An entry of which everything may be said otherwise. */
    public record Draft(
            String id,
            Instant at,
            Spender spender,
            boolean last,
            String what,
            Optional<String> route,
            String model,
            Usage usage,
            long cost,
            Optional<String> currency,
            Optional<String> reservation,
            List<Settlement> settlements) {
        public Draft id(String name) {
            return new Draft(
                    name, at, spender, last, what, route, model, usage, cost, currency, reservation, settlements);
        }

        public Draft at(Instant moment) {
            return new Draft(
                    id, moment, spender, last, what, route, model, usage, cost, currency, reservation, settlements);
        }

        public Draft by(String client, String user, String agent, String run) {
            Spender who = new Spender("default", client, Set.of(), user, agent, run);
            return new Draft(id, at, who, last, what, route, model, usage, cost, currency, reservation, settlements);
        }

        public Draft notLast() {
            return new Draft(
                    id, at, spender, false, what, route, model, usage, cost, currency, reservation, settlements);
        }

        public Draft tool(String tool) {
            return new Draft(
                    id,
                    at,
                    spender,
                    last,
                    "tool",
                    Optional.empty(),
                    tool,
                    Usage.NONE,
                    0,
                    Optional.empty(),
                    reservation,
                    List.of());
        }

        public Draft route(String alias, String ref) {
            return new Draft(
                    id,
                    at,
                    spender,
                    last,
                    what,
                    Optional.of(alias),
                    ref,
                    usage,
                    cost,
                    currency,
                    reservation,
                    settlements);
        }

        public Draft used(Usage tokens, long nano, String money) {
            return new Draft(
                    id,
                    at,
                    spender,
                    last,
                    what,
                    route,
                    model,
                    tokens,
                    nano,
                    Optional.of(money),
                    reservation,
                    settlements);
        }

        /** Costs {@code actual}, which counts against each of the accounts. */
        public Draft settling(String held, long actual, Account... accounts) {
            List<Settlement> all = Stream.of(accounts)
                    .map(account -> new Settlement(account, actual))
                    .toList();
            return new Draft(
                    id,
                    at,
                    spender,
                    last,
                    what,
                    route,
                    model,
                    usage,
                    actual,
                    Optional.of("USD"),
                    Optional.ofNullable(held),
                    all);
        }

        UsageEntry entry() {
            return new UsageEntry(
                    id,
                    at,
                    spender,
                    "call-" + id,
                    1,
                    last,
                    what,
                    route,
                    model,
                    Optional.empty(),
                    "ok",
                    usage,
                    cost,
                    currency,
                    false,
                    12,
                    reservation,
                    settlements);
        }
    }

    public static UsageEntry entry(UnaryOperator<Draft> with) {
        return with.apply(new Draft(
                        "use_" + IDS.incrementAndGet(),
                        TestingBudgets.NOW,
                        new Spender("default", "web-chat", Set.of(), null, null, null),
                        true,
                        "chat",
                        Optional.of("chat-default"),
                        "local/small",
                        Usage.NONE,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        List.of()))
                .entry();
    }
}
