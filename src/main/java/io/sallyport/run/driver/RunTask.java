package io.sallyport.run.driver;

import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.AgentSpec.Limits;
import io.sallyport.chat.Message;
import io.sallyport.checkpoint.Claimed;
import io.sallyport.checkpoint.Commit;
import io.sallyport.checkpoint.CommitOutcome;
import io.sallyport.checkpoint.CommitPoint;
import io.sallyport.checkpoint.Ending;
import io.sallyport.checkpoint.Lease;
import io.sallyport.checkpoint.LedgerConflict;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.checkpoint.Signal;
import io.sallyport.run.News;
import io.sallyport.run.RunObservation;
import io.sallyport.run.machine.Endings;
import io.sallyport.run.machine.Fold;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.run.machine.RunState;
import io.vertx.core.impl.ContextInternal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One run that is this replica's at the moment. Everything in here happens on the run's own context, one thing after the other; what is
 * outstanding is asked of the machine after each commit, and what is under way is remembered by what it is about.
 */
final class RunTask implements Mailbox.Owner {
    private static final Logger LOG = Logger.getLogger(RunTask.class);

    private final Services services;
    private final Claimed claimed;
    private final ContextInternal home;
    private final LeaseClock leaseClock;
    private final DatabaseClock databaseClock;
    private final Consumer<RunTask> left;
    private final RunObservation observation;
    private final Mailbox mailbox;
    private final Conductor conductor;
    private final Beside beside;
    private final HeardSignals signals;
    private final MetStop stop = new MetStop(this);
    private final Timers timers;
    private final long claimedAt = System.nanoTime();

    private @Nullable AgentRevision revision;
    private List<Message> history = List.of();
    private RunState state = RunState.EMPTY;
    private long nextSeq;
    private long sentAt;
    private long said;
    private volatile boolean over;
    private boolean handingOver;

    RunTask(Services services, Claimed claimed, LeaseClock leaseClock, ContextInternal home, Consumer<RunTask> left) {
        this.services = services;
        this.claimed = claimed;
        this.home = home;
        this.leaseClock = leaseClock;
        this.databaseClock = new DatabaseClock(claimed.run().updatedAt());
        this.left = left;
        this.observation = services.observer().claimed(claimed.run(), claimed.before());
        this.mailbox = new Mailbox(
                services.checkpoints(), this, services.settings().lease().multipliedBy(2));
        this.beside = new Beside(home, this::broken);
        this.conductor = new Conductor(this, services);
        this.signals = new HeardSignals(this, conductor::advance);
        this.timers = new Timers(services.vertx(), this::home);
        this.nextSeq = claimed.run().nextSeq();
    }

    // ---- what others see of it

    Services services() {
        return services;
    }

    RunRecord run() {
        return claimed.run();
    }

    /** The trace that model calls and tool calls of this ownership continue, or null. */
    @Nullable
    String traceparent() {
        return observation.traceparent();
    }

    Lease lease() {
        return claimed.lease();
    }

    /** Whether all is read that has to be known before anything is done. */
    boolean ready() {
        return revision != null;
    }

    AgentRevision revision() {
        if (revision == null) {
            throw new IllegalStateException("the revision was not read yet");
        }
        return revision;
    }

    /** What the run may use: what its agent may, and no more than it was lent where another run has begun it. */
    Limits limits() {
        return Lending.within(revision().agent().limits(), state.parent());
    }

    List<Message> history() {
        return history;
    }

    RunState state() {
        return state;
    }

    Beside beside() {
        return beside;
    }

    /** Whether so much was said that it is not for an event loop to write it down again. */
    boolean isLarge() {
        return said > Weight.LARGE;
    }

    DatabaseClock databaseClock() {
        return databaseClock;
    }

    boolean over() {
        return over;
    }

    boolean handingOver() {
        return handingOver;
    }

    long lastSeq() {
        return nextSeq - 1;
    }

    /** Whether the lease is young enough to begin something that others can see. */
    boolean mayStart() {
        return owns() && !handingOver;
    }

    /** Whether anything that others can see may be begun: nobody has stopped the run, and its time is not over. */
    boolean mayAct() {
        return mayStart() && cancelled().isEmpty() && wallLeft() > 0;
    }

    /** Whether the run is still this replica's, as far as the lease tells. From any thread. */
    boolean owns() {
        return !over && leaseClock.youngerThan(services.settings().startNothingAfter());
    }

    /** Whether somebody wants the run to stop, and who. */
    Optional<RunEvent.Cancelled> cancelled() {
        return signals.cancelled().or(stop::met);
    }

    /** Something may have been stopped. From any thread. */
    void lookAgain() {
        home(conductor::advance);
    }

    /** Milliseconds spent running, this ownership included. */
    long wallMillis() {
        return run().totals().wallMillis() + (System.nanoTime() - claimedAt) / 1_000_000;
    }

    /** Milliseconds that it may still spend running. */
    long wallLeft() {
        return limits().wallTime().toMillis() - wallMillis();
    }

    // ---- its life

    void begin() {
        home(() -> {
            if (run().expiries() > Conductor.MOST_EXPIRIES) {
                endUnread();
            } else {
                new Loading(this).begin();
            }
        });
    }

    /** Even reading it has cost its owners their lives: it is ended by what its row says. */
    private void endUnread() {
        signals.ignore(run().signals());
        submit(
                () -> Optional.of(
                        Draft.of(CommitPoint.C7_END, Conductor.noProgress()).ending(new Ending.End(RunStatus.FAILED))),
                leftAs -> leave());
    }

    /** All is read; the journal has that many {@code bytes}. */
    void loaded(AgentRevision pinned, List<Message> earlier, RunState folded, long bytes, List<Signal> inbox) {
        revision = pinned;
        history = earlier;
        state = folded;
        said = bytes + Weight.of(earlier);
        signals.begin(inbox);
        conductor.begin();
        signals.readMissed();
    }

    /** Renewed by a statement sent at {@code moment}; the run has {@code count} signals now. From any thread. */
    void renewed(LeaseClock.Moment moment, long count) {
        leaseClock.renewed(moment);
        home(() -> {
            if (count > signals.known()) {
                signalled();
            } else {
                conductor.advance();
            }
        });
    }

    /** Somebody has put something into the inbox, perhaps. From any thread. */
    void nudged() {
        home(this::signalled);
    }

    /** The replica leaves: nothing new is begun, and between effects the run is given back. From any thread. */
    void handOver() {
        home(() -> {
            handingOver = true;
            conductor.handOver();
        });
    }

    /** Ends this ownership; the run itself goes on elsewhere, or has ended. */
    void leave() {
        if (!over) {
            over = true;
            timers.cancelAll();
            conductor.stop();
            observation.left();
            left.accept(this);
        }
    }

    /** What is still to happen later. */
    int timers() {
        return timers.size();
    }

    /** A mistake of ours: the lease runs out, and who takes the run over counts it. */
    @Override
    public void broken(Throwable failure) {
        LOG.errorf(failure, "run %s cannot go on here", run().id());
        observation.broken();
        leave();
    }

    // ---- commits

    /** Commits one draft, decided when its turn comes. */
    void submit(Supplier<Optional<Draft>> plan, Consumer<Mailbox.Left> then) {
        if (over) {
            then.accept(Mailbox.Left.LOST);
        } else {
            mailbox.submit(() -> over ? Optional.empty() : plan.get(), then);
        }
    }

    boolean idle() {
        return mailbox.idle();
    }

    /** Ends the run for good with {@code last}. */
    void end(RunEvent last, Ending.End ending) {
        submit(
                () -> Optional.of(Draft.of(CommitPoint.C7_END, Endings.events(state, last))
                        .ending(ending)),
                leftAs -> conductor.ended("end"));
    }

    @Override
    public void compose(Draft draft, Consumer<Commit> then) {
        RunState before = state;
        Instant now = databaseClock.now();
        beside.compute(
                Weight.isLarge(draft.events()),
                () -> Composed.of(draft.events(), before, now, run().agent()),
                composed -> then.accept(commit(draft, composed)));
    }

    private Commit commit(Draft draft, Composed composed) {
        sentAt = System.nanoTime();
        said += composed.bytes();
        return new Commit(
                services.ids().next("commit"),
                draft.point(),
                lease(),
                nextSeq,
                signals.known(),
                draft.ending(),
                composed.events(),
                ready() ? composed.totals(wallMillis()) : run().totals().within(wallMillis()),
                composed.calls(),
                composed.approvals(),
                draft.attempt(),
                draft.writes(),
                KinOf.commit(this, draft, composed));
    }

    @Override
    public void committed(Draft draft, CommitOutcome.Committed outcome) {
        databaseClock.heard(outcome.at());
        for (RunEvent event : draft.events()) {
            state = Fold.apply(state, event, outcome.at());
        }
        nextSeq += draft.events().size();
        services.news().publish(run().id(), new News.Committed());
        draft.tell(observation, state, System.nanoTime() - sentAt);
        KinOf.committed(this, outcome);
        if (!(draft.ending() instanceof Ending.GoOn)) {
            leave();
        }
    }

    @Override
    public void signalled() {
        signals.read();
    }

    /** What the inbox has said so far. */
    HeardSignals heard() {
        return signals;
    }

    /** A renewal did not find the lease; a run that has just ended here has none either. */
    void lostUnlessOver() {
        if (!over && idle()) {
            lost();
        }
    }

    /** This replica has claimed the run anew: its lease had been over without anybody telling. */
    void replaced() {
        if (!over) {
            lost();
        }
    }

    @Override
    public void lost() {
        LOG.debugf("run %s belongs to another", run().id());
        observation.lost();
        leave();
    }

    @Override
    public void conflict(Draft draft, LedgerConflict conflict) {
        conductor.conflict(draft, conflict);
    }

    @Override
    public boolean mayStillCommit() {
        return !over && leaseClock.youngerThan(services.settings().lease());
    }

    /** Runs {@code then} later on the run's context, unless this ownership is over by then. */
    void later(long millis, Runnable then) {
        if (!over) {
            timers.later(millis, then);
        }
    }

    @Override
    public void again(long millis, Runnable then) {
        services.vertx().setTimer(millis, timer -> home(then));
    }

    @Override
    public void home(Runnable then) {
        home.runOnContext(ignored -> guarded(then));
    }

    /** Whatever goes wrong in {@code then}, memory included, ends this ownership: a run that nobody moves must not keep its lease. */
    void guarded(Runnable then) {
        try {
            then.run();
        } catch (Throwable e) {
            broken(e);
        }
    }
}
