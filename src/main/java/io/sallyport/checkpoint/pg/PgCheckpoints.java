package io.sallyport.checkpoint.pg;

import static io.sallyport.checkpoint.CrashPoint.C0_ACCEPT;
import static io.sallyport.checkpoint.CrashPoint.C1_CLAIM;
import static io.sallyport.checkpoint.CrashPoint.MAIL;
import static io.sallyport.checkpoint.CrashPoint.SIGNAL;
import static io.sallyport.checkpoint.CrashPoints.Side.AFTER;
import static io.sallyport.checkpoint.CrashPoints.Side.BEFORE;

import io.sallyport.checkpoint.Accepted;
import io.sallyport.checkpoint.Checkpoints;
import io.sallyport.checkpoint.ClaimOrder;
import io.sallyport.checkpoint.Claimed;
import io.sallyport.checkpoint.Commit;
import io.sallyport.checkpoint.CommitOutcome;
import io.sallyport.checkpoint.CrashPoint;
import io.sallyport.checkpoint.CrashPoints;
import io.sallyport.checkpoint.Decided;
import io.sallyport.checkpoint.Decision;
import io.sallyport.checkpoint.Erasure;
import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.checkpoint.KeyHolder;
import io.sallyport.checkpoint.Lease;
import io.sallyport.checkpoint.Mail;
import io.sallyport.checkpoint.NewRun;
import io.sallyport.checkpoint.NewSignal;
import io.sallyport.checkpoint.OpenCall;
import io.sallyport.checkpoint.Renewal;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.checkpoint.Signal;
import io.sallyport.config.SallyportConfig;
import io.sallyport.core.Bytes;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The port, over PostgreSQL. Who asks on an event loop is answered on it, also after pauses and timeouts. */
@Singleton
public class PgCheckpoints implements Checkpoints {
    private final Reading reading;
    private final Accepting accepting;
    private final Claiming claiming;
    private final Suspects suspects;
    private final Committing committing;
    private final Leases leases;
    private final Inbox inbox;
    private final Mailbags mailbags;
    private final Payloads payloads;
    private final CrashPoints crashPoints;

    @Inject
    PgCheckpoints(Pool pool, SallyportConfig config, CrashPoints crashPoints) {
        this(pool, config.runs().lease(), config.idempotency().keep(), crashPoints);
    }

    /**
     * @param lease for how long the outcome of a commit is tried for
     * @param keep  for how long a caller's key is kept
     */
    PgCheckpoints(Pool pool, Duration lease, Duration keep, CrashPoints crashPoints) {
        Database database = new Database(pool);
        this.reading = new Reading(database);
        this.accepting = new Accepting(database, reading, keep);
        this.claiming = new Claiming(database);
        this.suspects = new Suspects(database);
        this.committing = new Committing(database, lease);
        this.leases = new Leases(database);
        this.inbox = new Inbox(database);
        this.mailbags = new Mailbags(database);
        this.payloads = new Payloads(database);
        this.crashPoints = crashPoints;
    }

    @Override
    public Uni<Accepted> accept(NewRun run) {
        return answered(() -> around(C0_ACCEPT, run.id(), accepting.accept(run)));
    }

    @Override
    public Uni<List<Claimed>> claim(ClaimOrder order) {
        return answered(() -> crashPoints
                .reached(BEFORE, C1_CLAIM, CrashPoints.NO_RUN)
                .chain(() -> claiming.claim(order))
                .call(this::claimed));
    }

    @Override
    public Uni<Boolean> keepRoom(String owner, Duration overdue) {
        return answered(() -> suspects.keep(owner, overdue));
    }

    private Uni<Void> claimed(List<Claimed> runs) {
        return runs.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join()
                        .all(runs.stream()
                                .map(one -> crashPoints.reached(
                                        AFTER, C1_CLAIM, one.run().id()))
                                .toList())
                        .andCollectFailures()
                        .replaceWithVoid();
    }

    @Override
    public Uni<CommitOutcome> commit(Commit commit) {
        return answered(() -> around(CrashPoint.of(commit), commit.lease().run(), committing.commit(commit)));
    }

    private <T> Uni<T> around(CrashPoint point, String run, Uni<T> write) {
        return crashPoints
                .reached(BEFORE, point, run)
                .chain(() -> write)
                .call(done -> crashPoints.reached(AFTER, point, run));
    }

    @Override
    public Uni<List<Renewal>> renew(Collection<Lease> held, Duration lease) {
        return answered(() -> leases.renew(held, lease));
    }

    @Override
    public Uni<Void> release(Collection<Lease> held) {
        return answered(() -> leases.release(held));
    }

    @Override
    public Uni<List<JournalEvent>> events(String run, long after, int most) {
        return answered(() -> reading.events(run, after, most));
    }

    @Override
    public Uni<List<Signal>> signals(String run, long after) {
        return answered(() -> reading.signals(run, after));
    }

    @Override
    public Uni<Optional<Signal>> signal(NewSignal signal) {
        return answered(() -> around(SIGNAL, signal.run(), inbox.signal(signal)));
    }

    @Override
    public Uni<Decided> decide(Decision decision) {
        return answered(() -> around(SIGNAL, decision.run(), inbox.decide(decision)));
    }

    @Override
    public Uni<List<Mail>> outbox(String sender) {
        return answered(() -> mailbags.outbox(sender));
    }

    @Override
    public Uni<List<Mail>> lateMail(Duration age, int most) {
        return answered(() -> mailbags.late(age, most));
    }

    @Override
    public Uni<Mail.Delivery> deliver(Mail mail) {
        return answered(() -> around(MAIL, mail.run(), mailbags.deliver(mail)));
    }

    @Override
    public Uni<List<OpenCall>> openCalls(String run) {
        return answered(() -> reading.openCalls(run));
    }

    @Override
    public Uni<Optional<KeyHolder>> holder(String tenant, String tool, String key) {
        return answered(() -> reading.holder(tenant, tool, key));
    }

    @Override
    public Uni<Optional<RunRecord>> find(String run) {
        return answered(() -> reading.find(run));
    }

    @Override
    public Uni<Bytes> revision(String digest) {
        return answered(() -> reading.revision(digest));
    }

    @Override
    public Uni<List<RunRecord>> earlier(String thread, long threadPos) {
        return answered(() -> reading.earlier(thread, threadPos));
    }

    @Override
    public Uni<Void> evidence(String call, String outcome, Bytes result) {
        return answered(() -> payloads.evidence(call, outcome, result));
    }

    @Override
    public Uni<Erasure> erase(String run) {
        return answered(() -> payloads.erase(run));
    }

    @Override
    public Uni<Optional<Bytes>> keyValue(String tenant, String space, String key) {
        return answered(() -> reading.keyValue(tenant, space, key));
    }

    private static <T> Uni<T> answered(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Context asked = Vertx.currentContext();
            return asked == null ? work.get() : work.get().emitOn(command -> on(asked, command));
        });
    }

    private static void on(Context context, Runnable command) {
        if (context.equals(Vertx.currentContext())) {
            command.run();
        } else {
            context.runOnContext(now -> command.run());
        }
    }
}
