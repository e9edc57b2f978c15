package io.sallyport.idempotency.answer;

import io.sallyport.idempotency.answer.KeyRow.State;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A record in memory, with a clock of its own, that can be away. */
final class TestingAnswers implements AnswerStore {
    private final Map<AnswerKey, Row> rows = new HashMap<>();
    private final Duration keep;
    private Duration now = Duration.ZERO;
    private boolean away;
    private int writes;

    TestingAnswers(Duration keep) {
        this.keep = keep;
    }

    private record Row(
            AnswerKey key,
            State state,
            String owner,
            long epoch,
            Duration opened,
            Duration leaseUntil,
            Duration expires,
            @Nullable KeptAnswer answer) {}

    synchronized void elapse(Duration time) {
        now = now.plus(time);
    }

    synchronized void goAway() {
        away = true;
    }

    synchronized void comeBack() {
        away = false;
    }

    /** Statements that were to change something. */
    synchronized int writes() {
        return writes;
    }

    @Override
    public Uni<KeyRow> open(AnswerKey key, String owner, Duration lease) {
        return write(() -> {
            Row old = live(key);
            boolean free = old == null
                    || (seen(old).isAbandoned()
                            && old.key.fingerprint().equals(key.fingerprint())
                            && !old.owner.equals(owner));
            if (free) {
                long epoch = old == null ? 1 : old.epoch + 1;
                put(new Row(key, State.IN_FLIGHT, owner, epoch, now, now.plus(lease), now.plus(keep), null));
            }
            return seen(rows.get(byId(key)));
        });
    }

    @Override
    public Uni<Optional<KeyRow>> find(AnswerKey key) {
        return ask(() -> Optional.ofNullable(live(key)).map(this::seen));
    }

    @Override
    public Uni<Boolean> renew(AnswerKey key, String owner, Duration lease) {
        return write(() -> change(
                key,
                owner,
                row -> new Row(
                        row.key,
                        row.state,
                        row.owner,
                        row.epoch,
                        row.opened,
                        now.plus(lease),
                        row.expires,
                        row.answer)));
    }

    @Override
    public Uni<Boolean> keep(AnswerKey key, String owner, KeptAnswer answer) {
        return write(() -> end(key, owner, State.DONE, answer));
    }

    @Override
    public Uni<Boolean> keepNothing(AnswerKey key, String owner) {
        return write(() -> end(key, owner, State.NOT_KEPT, null));
    }

    @Override
    public Uni<Boolean> release(AnswerKey key, String owner) {
        return write(() -> {
            Row row = live(key);
            return row != null && seen(row).isOf(owner) && rows.remove(byId(key)) != null;
        });
    }

    private boolean end(AnswerKey key, String owner, State state, @Nullable KeptAnswer answer) {
        Row row = live(key);
        if (row == null || !row.owner.equals(owner) || (row.state != State.IN_FLIGHT && row.state != state)) {
            return false;
        }
        put(new Row(row.key, state, owner, row.epoch, row.opened, row.leaseUntil, now.plus(keep), answer));
        return true;
    }

    private boolean change(AnswerKey key, String owner, java.util.function.UnaryOperator<Row> how) {
        Row row = live(key);
        if (row == null || !seen(row).isOf(owner)) {
            return false;
        }
        put(how.apply(row));
        return true;
    }

    private void put(Row row) {
        rows.put(byId(row.key), row);
    }

    private @Nullable Row live(AnswerKey key) {
        Row row = rows.get(byId(key));
        return row == null || row.expires.compareTo(now) < 0 ? null : row;
    }

    /** The table is by id alone. */
    private static AnswerKey byId(AnswerKey key) {
        return new AnswerKey(key.id(), "", key.id());
    }

    private KeyRow seen(Row row) {
        return new KeyRow(
                row.state,
                row.owner,
                row.epoch,
                row.key.fingerprint(),
                now.minus(row.opened),
                row.leaseUntil.compareTo(now) <= 0,
                row.answer);
    }

    private <T> Uni<T> write(Supplier<T> what) {
        return ask(() -> {
            writes++;
            return what.get();
        });
    }

    private <T> Uni<T> ask(Supplier<T> what) {
        return Uni.createFrom().item(() -> {
            synchronized (this) {
                if (away) {
                    throw new IllegalStateException("away");
                }
                return what.get();
            }
        });
    }
}
