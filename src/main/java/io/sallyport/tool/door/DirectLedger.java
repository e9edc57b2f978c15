package io.sallyport.tool.door;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;

/**
 * The ledger of tool calls as direct calls use it. Each write is one statement: all of it or nothing. Whoever intends to act raises the row's
 * epoch, and only a result of the latest epoch is accepted. A store that cannot be reached fails the {@code Uni} with
 * {@link io.sallyport.checkpoint.StoreUnavailable}; then nothing is known about the write.
 */
public interface DirectLedger {
    /** The intent to act, or the row that stands for the same key already. Writing it twice is the same as once. */
    Uni<Opened> open(NewCall call);

    /** The row of a key. */
    Uni<Optional<Entry>> find(String tenant, String tool, String key);

    /** The row of a call. */
    Uni<Optional<Entry>> find(String call);

    /**
     * A new intent for a row that is still as it was {@code seen}: its deadline has passed, or nothing was done, or it is {@code owner}'s own.
     * Empty where somebody else was first.
     */
    Uni<Optional<Entry>> raise(Entry seen, String owner, Duration deadline);

    /** The result, and what belongs into its commit, while {@code intent} is the latest; whether it was. */
    Uni<Boolean> settle(Intent intent, Settlement settlement);

    /** Lets go of an intent without a result: the next one may look, or call, at once. */
    Uni<Boolean> postpone(Intent intent);

    /** Nobody can know what came of a row that is still as it was {@code seen}; whether it was. */
    Uni<Boolean> abandon(Entry seen);

    /** What came in after another had taken over: kept beside the row, and the answer where there was none. */
    Uni<Boolean> evidence(Intent intent, Settlement late);

    /** Everything about a call of this tenant that no run made. */
    Uni<Optional<CallRecord>> record(String tenant, String tool, String call);

    /** What became of an intent. */
    sealed interface Opened {
        Entry entry();

        /** It was written: act. */
        record Mine(Entry entry) implements Opened {}

        /** The key is taken. */
        record Found(Entry entry) implements Opened {}
    }

    /** The latest intent of a call. */
    record Intent(String call, long epoch) {}
}
