package io.sallyport.usage;

import io.sallyport.limit.TestingBudgets;
import io.sallyport.usage.UsageEntry.Settlement;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** A ledger in memory that settles with budgets in memory. */
public final class TestingLedger implements UsageLedger {
    public final List<UsageEntry> entries = new CopyOnWriteArrayList<>();
    private final TestingBudgets budgets;

    public TestingLedger(TestingBudgets budgets) {
        this.budgets = budgets;
    }

    @Override
    public void write(UsageEntry entry) {
        if (entries.stream().anyMatch(known -> known.id().equals(entry.id()))) {
            throw new AssertionError(entry.id() + " is written twice");
        }
        entries.add(entry);
        if (entry.reservation().isPresent() || !entry.settlements().isEmpty()) {
            budgets.settled(
                    entry.reservation().orElse(null),
                    entry.settlements().stream().collect(Collectors.toMap(Settlement::account, Settlement::actual)));
        }
    }

    @Override
    public Uni<Void> flushed() {
        return Uni.createFrom().voidItem();
    }
}
