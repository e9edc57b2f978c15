package io.sallyport.checkpoint;

import io.sallyport.core.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of {@code tool_call}, as {@link TestingCheckpoints} keeps them. */
final class TestingLedger {
    /** One row; {@code row} has the result and the key that it was last given. */
    record Entry(
            String run,
            String tenant,
            CallRow row,
            long epoch,
            @Nullable Instant deadline,
            @Nullable String outcome,
            @Nullable Bytes evidence,
            String client,
            @Nullable String subject) {
        Entry with(CallRow next) {
            return new Entry(run, tenant, next, epoch, deadline, outcome, evidence, client, subject);
        }

        Entry withoutKey() {
            return with(new CallRow(
                    row.id(),
                    row.step(),
                    row.ordinal(),
                    row.tool(),
                    null,
                    row.argsHash(),
                    row.arguments(),
                    row.state(),
                    row.attempts(),
                    row.deadline(),
                    row.result(),
                    row.code()));
        }
    }

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    TestingLedger copy() {
        TestingLedger copy = new TestingLedger();
        copy.entries.putAll(entries);
        return copy;
    }

    Optional<Entry> find(String call) {
        return Optional.ofNullable(entries.get(call));
    }

    /** Nothing is written yet. */
    void check(String tenant, List<CallRow> calls) {
        for (CallRow call : calls) {
            Entry known = entries.get(call.id());
            if (known != null && !known.row().argsHash().equals(call.argsHash())) {
                throw new LedgerConflict("call " + call.id() + " is in the ledger with other arguments");
            }
            if (call.key() != null && entries.values().stream().anyMatch(other -> holds(other, tenant, call))) {
                throw new LedgerConflict("the key of call " + call.id() + " is another call's");
            }
        }
    }

    private static boolean holds(Entry other, String tenant, CallRow call) {
        return other.tenant().equals(tenant)
                && other.row().tool().equals(call.tool())
                && call.key() != null
                && call.key().equals(other.row().key())
                && !other.row().id().equals(call.id())
                && !(call.state() == CallState.INTENT && holder(other).standing() == KeyHolder.Standing.FREE);
    }

    Optional<KeyHolder> holder(String tenant, String tool, String key) {
        return entries.values().stream()
                .filter(entry -> entry.tenant().equals(tenant)
                        && entry.row().tool().equals(tool)
                        && key.equals(entry.row().key()))
                .findFirst()
                .map(TestingLedger::holder);
    }

    private static KeyHolder holder(Entry entry) {
        CallRow row = entry.row();
        return new KeyHolder(
                row.id(),
                false,
                entry.client(),
                entry.subject(),
                row.argsHash(),
                row.arguments(),
                row.state(),
                row.code(),
                row.result());
    }

    /** Who has done nothing by a key gives it to who intends to. */
    private void free(String tenant, CallRow call) {
        if (call.state() == CallState.INTENT && call.key() != null) {
            entries.replaceAll((id, entry) -> !id.equals(call.id())
                            && entry.tenant().equals(tenant)
                            && entry.row().tool().equals(call.tool())
                            && call.key().equals(entry.row().key())
                    ? entry.withoutKey()
                    : entry);
        }
    }

    void write(TestingRun run, List<CallRow> calls, Instant now) {
        for (CallRow call : calls) {
            free(run.order.tenant(), call);
            entries.merge(call.id(), fresh(run, call, now), (known, next) -> merged(known, next));
        }
    }

    private static Entry fresh(TestingRun run, CallRow call, Instant now) {
        Duration deadline = call.deadline();
        return new Entry(
                run.order.id(),
                run.order.tenant(),
                call,
                call.state() == CallState.INTENT ? run.leaseEpoch : 0,
                deadline == null ? null : now.plus(deadline),
                null,
                null,
                run.order.client(),
                run.order.subject());
    }

    private static Entry merged(Entry known, Entry next) {
        CallRow row = next.row();
        CallRow kept = new CallRow(
                row.id(),
                row.step(),
                row.ordinal(),
                row.tool(),
                known.row().key() == null ? row.key() : known.row().key(),
                row.argsHash(),
                row.arguments() == null ? known.row().arguments() : row.arguments(),
                row.state(),
                row.attempts(),
                row.deadline(),
                row.result() == null ? known.row().result() : row.result(),
                row.code());
        return new Entry(
                known.run(),
                known.tenant(),
                kept,
                row.state() == CallState.INTENT ? next.epoch() : known.epoch(),
                next.deadline() == null ? known.deadline() : next.deadline(),
                known.outcome(),
                known.evidence(),
                known.client(),
                known.subject());
    }

    void evidence(String call, String outcome, Bytes result) {
        entries.computeIfPresent(
                call,
                (id, known) -> open(known) && known.outcome() == null
                        ? new Entry(
                                known.run(),
                                known.tenant(),
                                known.row(),
                                known.epoch(),
                                known.deadline(),
                                outcome,
                                result,
                                known.client(),
                                known.subject())
                        : known);
    }

    List<OpenCall> open(String run, Instant now) {
        return entries.values().stream()
                .filter(entry -> entry.run().equals(run) && open(entry))
                .map(entry -> new OpenCall(
                        entry.row().id(),
                        entry.row().state(),
                        entry.row().key(),
                        entry.row().attempts(),
                        entry.epoch(),
                        entry.deadline() == null ? null : Duration.between(now, entry.deadline()),
                        entry.outcome(),
                        entry.evidence()))
                .toList();
    }

    private static boolean open(Entry entry) {
        return entry.row().state() == CallState.INTENT || entry.row().state() == CallState.UNKNOWN;
    }

    void erase(String run) {
        entries.replaceAll((id, entry) -> entry.run().equals(run) ? erased(entry) : entry);
    }

    private static Entry erased(Entry entry) {
        CallRow row = entry.row();
        CallRow bare = new CallRow(
                row.id(),
                row.step(),
                row.ordinal(),
                row.tool(),
                row.key(),
                row.argsHash(),
                null,
                row.state(),
                row.attempts(),
                row.deadline(),
                null,
                row.code());
        return new Entry(
                entry.run(),
                entry.tenant(),
                bare,
                entry.epoch(),
                entry.deadline(),
                entry.outcome(),
                null,
                entry.client(),
                entry.subject());
    }
}
