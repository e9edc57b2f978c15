package io.sallyport.tool.door;

import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.KeyValueWrite;
import io.sallyport.checkpoint.StoreUnavailable;
import io.sallyport.core.Bytes;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The ledger in memory, with a clock that a test moves, and a plug that it can pull. */
final class TestingDirectLedger implements DirectLedger {
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final List<KeyValueWrite> written = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private int failures;
    private boolean losesAnswers;

    private static final class Row {
        final NewCall call;
        final Instant createdAt;
        CallState state = CallState.INTENT;
        boolean freed;
        long epoch = 1;
        int attempts = 1;
        String owner;
        Instant deadline;

        @Nullable
        String run;

        @Nullable
        Bytes result;

        @Nullable
        String code;

        @Nullable
        String evidence;

        Row(NewCall call, Instant now) {
            this.call = call;
            this.createdAt = now;
            this.owner = call.owner();
            this.deadline = now.plus(call.deadline());
        }
    }

    synchronized void elapse(Duration time) {
        now = now.plus(time);
    }

    /** The next statements fail, and do nothing. */
    synchronized void failNext(int statements) {
        failures = statements;
        losesAnswers = false;
    }

    /** The next statements are done, and nobody hears of it. */
    synchronized void loseAnswers(int statements) {
        failures = statements;
        losesAnswers = true;
    }

    synchronized List<CallState> states() {
        return rows.values().stream().map(row -> row.state).toList();
    }

    synchronized List<KeyValueWrite> written() {
        return List.copyOf(written);
    }

    /** The row of the only call there is. */
    synchronized Entry only() {
        if (rows.size() != 1) {
            throw new AssertionError("calls in the ledger: " + rows.size());
        }
        return entry(rows.values().iterator().next());
    }

    /** As if a run had made it. */
    synchronized void belongsTo(String run) {
        rows.values().forEach(row -> row.run = run);
    }

    @Override
    public Uni<Opened> open(NewCall call) {
        return statement(() -> {
            Row known = call.key() == null ? null : row(call.tenant(), call.tool(), call.key());
            if (known != null && isFree(known, call)) {
                known.freed = true;
                known.epoch++;
                known = null;
            }
            if (known != null) {
                return known.owner.equals(call.owner()) && known.epoch == 1
                        ? new Opened.Mine(entry(known))
                        : new Opened.Found(entry(known));
            }
            Row row = new Row(call, now);
            rows.put(call.id(), row);
            return new Opened.Mine(entry(row));
        });
    }

    private static boolean isFree(Row row, NewCall call) {
        boolean own = row.run == null
                && row.call.client().equals(call.client())
                && Objects.equals(row.call.subject(), call.subject());
        return row.state == CallState.FAILED_NOT_APPLIED && !own;
    }

    @Override
    public Uni<Optional<Entry>> find(String tenant, String tool, String key) {
        return statement(() -> Optional.ofNullable(row(tenant, tool, key)).map(this::entry));
    }

    @Override
    public Uni<Optional<Entry>> find(String call) {
        return statement(() -> Optional.ofNullable(rows.get(call)).map(this::entry));
    }

    @Override
    public Uni<Optional<Entry>> raise(Entry seen, String owner, Duration deadline) {
        return statement(() -> {
            Row row = rows.get(seen.id());
            boolean free = row.state == CallState.FAILED_NOT_APPLIED
                    || (row.state == CallState.INTENT && (!row.deadline.isAfter(now) || row.owner.equals(owner)));
            if (row.epoch != seen.epoch() || !free) {
                return Optional.empty();
            }
            row.state = CallState.INTENT;
            row.epoch++;
            row.attempts++;
            row.owner = owner;
            row.deadline = now.plus(deadline);
            return Optional.of(entry(row));
        });
    }

    @Override
    public Uni<Boolean> settle(Intent intent, Settlement settlement) {
        return statement(() -> {
            Row row = rows.get(intent.call());
            if (row.epoch != intent.epoch() || row.state != CallState.INTENT) {
                return false;
            }
            row.state = settlement.state();
            row.result = settlement.result();
            row.code = settlement.code();
            written.addAll(settlement.writes());
            return true;
        });
    }

    @Override
    public Uni<Boolean> postpone(Intent intent) {
        return statement(() -> {
            Row row = rows.get(intent.call());
            boolean latest = row.epoch == intent.epoch() && row.state == CallState.INTENT;
            row.deadline = latest ? now : row.deadline;
            return latest;
        });
    }

    @Override
    public Uni<Boolean> abandon(Entry seen) {
        return statement(() -> {
            Row row = rows.get(seen.id());
            if (row.epoch != seen.epoch() || row.state != CallState.INTENT || row.deadline.isAfter(now)) {
                return false;
            }
            row.state = CallState.UNKNOWN;
            row.epoch++;
            return true;
        });
    }

    @Override
    public Uni<Boolean> evidence(Intent intent, Settlement late) {
        return statement(() -> {
            Row row = rows.get(intent.call());
            if (row.epoch <= intent.epoch()) {
                return false;
            }
            row.evidence = late.state().name();
            boolean proves = late.state() != CallState.FAILED_NOT_APPLIED || row.attempts <= intent.epoch();
            if (row.state == CallState.UNKNOWN && proves) {
                row.state = late.state() == CallState.SUCCEEDED ? CallState.RECONCILED : late.state();
                row.result = late.result();
                row.code = late.code();
            }
            return true;
        });
    }

    @Override
    public Uni<Optional<CallRecord>> record(String tenant, String tool, String call) {
        return statement(() -> Optional.ofNullable(rows.get(call))
                .filter(row ->
                        row.call.tenant().equals(tenant) && row.call.tool().equals(tool))
                .map(this::record));
    }

    private @Nullable Row row(String tenant, String tool, String key) {
        return rows.values().stream()
                .filter(row -> !row.freed)
                .filter(row ->
                        row.call.tenant().equals(tenant) && row.call.tool().equals(tool) && key.equals(row.call.key()))
                .findFirst()
                .orElse(null);
    }

    private Entry entry(Row row) {
        return new Entry(
                row.call.id(),
                row.run,
                row.call.client(),
                row.call.subject(),
                row.call.argumentsHash(),
                row.state,
                row.epoch,
                row.owner,
                Duration.between(now, row.deadline),
                Duration.between(row.createdAt, now),
                row.result);
    }

    private CallRecord record(Row row) {
        return new CallRecord(
                row.call.id(),
                row.call.tool(),
                row.call.client(),
                row.call.subject(),
                row.state,
                row.attempts,
                row.call.arguments(),
                row.result,
                row.code,
                row.evidence,
                row.createdAt,
                now);
    }

    private <T> Uni<T> statement(Supplier<T> work) {
        return Uni.createFrom().item(() -> {
            synchronized (this) {
                boolean fails = failures > 0;
                failures = Math.max(0, failures - 1);
                if (fails && !losesAnswers) {
                    throw new StoreUnavailable("unplugged", new IllegalStateException());
                }
                T done = work.get();
                if (fails) {
                    throw new StoreUnavailable("cut", new IllegalStateException());
                }
                return done;
            }
        });
    }
}
