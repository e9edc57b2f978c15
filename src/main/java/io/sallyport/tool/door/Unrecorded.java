package io.sallyport.tool.door;

import io.sallyport.checkpoint.CallState;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;

/** The ledger of a read-only tool while there is none: everything is fine, and nothing is remembered. */
final class Unrecorded implements DirectLedger {
    private static final Uni<Boolean> FINE = Uni.createFrom().item(true);

    @Override
    public Uni<Opened> open(NewCall call) {
        return Uni.createFrom().item(new Opened.Mine(first(call)));
    }

    private static Entry first(NewCall call) {
        return new Entry(
                call.id(),
                null,
                call.client(),
                call.subject(),
                call.argumentsHash(),
                CallState.INTENT,
                1,
                call.owner(),
                call.deadline(),
                Duration.ZERO,
                null);
    }

    @Override
    public Uni<Optional<Entry>> find(String tenant, String tool, String key) {
        return Uni.createFrom().item(Optional.empty());
    }

    @Override
    public Uni<Optional<Entry>> find(String call) {
        return Uni.createFrom().item(Optional.empty());
    }

    @Override
    public Uni<Optional<Entry>> raise(Entry seen, String owner, Duration deadline) {
        return Uni.createFrom().item(Optional.of(seen));
    }

    @Override
    public Uni<Boolean> settle(Intent intent, Settlement settlement) {
        return FINE;
    }

    @Override
    public Uni<Boolean> postpone(Intent intent) {
        return FINE;
    }

    @Override
    public Uni<Boolean> abandon(Entry seen) {
        return FINE;
    }

    @Override
    public Uni<Boolean> evidence(Intent intent, Settlement late) {
        return FINE;
    }

    @Override
    public Uni<Optional<CallRecord>> record(String tenant, String tool, String call) {
        return Uni.createFrom().item(Optional.empty());
    }
}
