package io.sallyport.checkpoint;

import io.sallyport.core.Bytes;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What the owner of runs asks of the store. Each write is one autocommit statement. An answer that was lost is asked for again, so that
 * what is returned is what happened; a store that cannot be reached fails the {@code Uni} with {@link StoreUnavailable}, and then nobody
 * may assume anything.
 */
public interface Checkpoints {
    /** C0: key, run and first event, or nothing. */
    Uni<Accepted> accept(NewRun run);

    /** C1: up to {@link ClaimOrder#most} runs, fairly across agents, each with its epoch raised by one. */
    Uni<List<Claimed>> claim(ClaimOrder order);

    /** C2 to C7. */
    Uni<CommitOutcome> commit(Commit commit);

    /** Prolongs those of {@code leases} that still stand; who is missing from the answer is lost. */
    Uni<List<Renewal>> renew(Collection<Lease> leases, Duration lease);

    /** Gives runs back between effects: anybody may claim them at once. */
    Uni<Void> release(Collection<Lease> leases);

    /** Events with {@code seq > after}, in order. */
    Uni<List<JournalEvent>> events(String run, long after, int most);

    /** Signals with {@code n > after}, in order. */
    Uni<List<Signal>> signals(String run, long after);

    /** Raises a signal and wakes the run; empty where the run has ended or is not there. */
    Uni<Optional<Signal>> signal(NewSignal signal);

    Uni<Optional<RunRecord>> find(String run);

    /** The exact bytes of a revision. */
    Uni<Bytes> revision(String digest);

    /** The ended runs of a thread before {@code threadPos}, oldest first. */
    Uni<List<RunRecord>> earlier(String thread, long threadPos);

    /** What came in for a call after its owner had lost the run: evidence that may settle an unknown outcome. */
    Uni<Void> evidence(String call, String outcome, Bytes result);

    /** The value that the built-in tool key_value has under this key. */
    Uni<Optional<Bytes>> keyValue(String tenant, String space, String key);
}
