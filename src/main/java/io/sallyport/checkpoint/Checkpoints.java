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
    /** How far {@link #earlier} looks back. */
    int EARLIER_AT_MOST = 1000;

    /** C0: key, run and first event, or nothing. */
    Uni<Accepted> accept(NewRun run);

    /** C1: up to {@link ClaimOrder#most} runs, fairly across agents, each with its epoch raised by one. */
    Uni<List<Claimed>> claim(ClaimOrder order);

    /**
     * Whether {@code owner} is to make room for a run that is only given {@link ClaimOrder#alone alone} and has been due for longer than
     * {@code overdue}. One owner is told so at a time, and again each time it asks; who has not asked for {@link ClaimOrder#ROOM_KEPT} is replaced.
     */
    Uni<Boolean> keepRoom(String owner, Duration overdue);

    /**
     * C2 to C7. Fails with {@link LedgerConflict} where the ledger has something else under a call's key or id. An intent takes a key from a
     * call that has done nothing ({@link KeyHolder.Standing#FREE}), in the same statement.
     */
    Uni<CommitOutcome> commit(Commit commit);

    /** Prolongs those of {@code leases} that still stand; who is missing from the answer is lost. */
    Uni<List<Renewal>> renew(Collection<Lease> leases, Duration lease);

    /** Gives runs back between effects: anybody may claim them at once. */
    Uni<Void> release(Collection<Lease> leases);

    /** Events with {@code seq > after}, in order. */
    Uni<List<JournalEvent>> events(String run, long after, int most);

    /** Signals with {@code n > after}, in order. */
    Uni<List<Signal>> signals(String run, long after);

    /**
     * Raises a signal and wakes the run; empty where the run has ended or is not there. Fails with {@link AlreadyTold} where it is about a call
     * of which a signal of its kind has told already; of two at the same moment one counts.
     */
    Uni<Optional<Signal>> signal(NewSignal signal);

    /** A person's answer to an approval: once, in time, for the very arguments; of two at the same moment one counts. Wakes the run. */
    Uni<Decided> decide(Decision decision);

    /** What the end of {@code sender} has for other runs and nobody has carried there yet. */
    Uni<List<Mail>> outbox(String sender);

    /** What has lain longer than {@code age}, the oldest first: whoever should have carried it is gone. */
    Uni<List<Mail>> lateMail(Duration age, int most);

    /** Makes {@code mail} a signal of its addressee, and wakes that. Once: again, and where the addressee has ended, nothing happens. */
    Uni<Mail.Delivery> deliver(Mail mail);

    /** The calls of a run whose outcome is not settled, in the order of the ledger. */
    Uni<List<OpenCall>> openCalls(String run);

    /** Which call a key stands for. Who acts is decided by {@link #commit} alone; this says what to tell the other one. */
    Uni<Optional<KeyHolder>> holder(String tenant, String tool, String key);

    Uni<Optional<RunRecord>> find(String run);

    /** The exact bytes of a revision. */
    Uni<Bytes> revision(String digest);

    /** The ended runs of a thread before {@code threadPos}, the latest {@value #EARLIER_AT_MOST} of them, oldest first. */
    Uni<List<RunRecord>> earlier(String thread, long threadPos);

    /**
     * What came in for a call after its owner had lost the run: evidence that may settle an unknown outcome. The first counts, and only
     * while the call is open.
     *
     * @param outcome the writer's word for it, given back by {@link #openCalls}
     */
    Uni<Void> evidence(String call, String outcome, Bytes result);

    /** Lets what was said in an ended run go, as far as no other run has said the same; the skeleton stays. */
    Uni<Erasure> erase(String run);

    /** The value that the built-in tool key_value has under this key. */
    Uni<Optional<Bytes>> keyValue(String tenant, String space, String key);
}
