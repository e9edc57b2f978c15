package io.sallyport.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.AgentRevision;
import io.sallyport.checkpoint.Accepted;
import io.sallyport.checkpoint.AlreadyTold;
import io.sallyport.checkpoint.Checkpoints;
import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.checkpoint.NewRun;
import io.sallyport.checkpoint.NewSignal;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.checkpoint.Signal;
import io.sallyport.core.IdSource;
import io.sallyport.core.json.Json;
import io.sallyport.identity.AgentIdentity;
import io.sallyport.identity.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What callers may do with runs: start, read, cancel, erase. Every failure is a {@link io.sallyport.core.ProblemException}, except that a
 * store which cannot be reached fails with {@link io.sallyport.checkpoint.StoreUnavailable}. Whose a run is not is told that there is none.
 */
@Singleton
public class Runs {
    private static final String NEW_THREADS = "thread_";

    private final Checkpoints checkpoints;
    private final RunViews views;
    private final Wakes wakes;
    private final RunAdmission admission;
    private final RunObserver observer;
    private final RunUsers users;
    private final NewRuns newRuns;

    @Inject
    Runs(
            Checkpoints checkpoints,
            RunViews views,
            Wakes wakes,
            RunAdmission admission,
            RunObserver observer,
            UserTokens users) {
        this(checkpoints, views, wakes, admission, observer, users, IdSource.random(InstantSource.system()));
    }

    Runs(
            Checkpoints checkpoints,
            RunViews views,
            Wakes wakes,
            RunAdmission admission,
            RunObserver observer,
            UserTokens users,
            IdSource ids) {
        this.checkpoints = checkpoints;
        this.views = views;
        this.wakes = wakes;
        this.admission = admission;
        this.observer = observer;
        this.users = new RunUsers(users);
        this.newRuns = new NewRuns(ids);
    }

    /** Accepts a run, once for each key: when the answer is here, the run is durable and will be performed. */
    public Uni<Started> start(StartOrder order) {
        AgentRevision revision = Agents.of(order.caller(), order.agent());
        admission.mustBeOpen(order, revision);
        // Written down before anything is waited for, so that a large one is not written on an event loop.
        NewRun run = newRuns.of(order, revision);
        return admission
                .count(order)
                .chain(() -> threadIsThere(order))
                .chain(() -> users.with(order.caller(), revision, run.id(), () -> accept(run)))
                .map(accepted -> started(order, accepted));
    }

    private Uni<Accepted> accept(NewRun run) {
        RunOrigin origin = observer.accepting(run);
        return checkpoints.accept(run.continuing(origin.traceparent())).invoke(accepted -> {
            if (accepted instanceof Accepted.Created) {
                origin.accepted();
            }
        });
    }

    // An id that we have minted and do not know any more is a slip; taken for a new conversation, the agent would have
    // forgotten everything.
    private Uni<Void> threadIsThere(StartOrder order) {
        return order.thread()
                .filter(thread -> thread.startsWith(NEW_THREADS))
                .map(thread -> views.thread(thread).invoke(found -> {
                    if (found.isEmpty()) {
                        throw RunProblems.noSuchThread(thread).exception();
                    }
                }))
                .map(Uni::replaceWithVoid)
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Started started(StartOrder order, Accepted accepted) {
        return switch (accepted) {
            case Accepted.Created(RunRecord run) -> {
                wakes.wake(run.id());
                yield new Started(run, Started.How.CREATED);
            }
            case Accepted.Replayed(RunRecord run) -> new Started(run, Started.How.REPLAYED);
            case Accepted.KeyReused() -> throw RunProblems.keyReused().exception();
            case Accepted.ThreadBusy(String run) ->
                throw RunProblems.threadBusy(run).exception();
            case Accepted.NoSuchThread() ->
                throw RunProblems.noSuchThread(order.thread().orElse("")).exception();
        };
    }

    /** The run, where it is the caller's to see. */
    public Uni<RunRecord> find(Caller caller, String run) {
        return looked(run, checkpoints::find)
                .map(found -> found.filter(record -> RunAccess.mayUse(caller, record))
                        .orElseThrow(() -> RunProblems.noSuchRun(run).exception()));
    }

    /** The run and what it has done. */
    public Uni<RunView> view(Caller caller, String run) {
        return find(caller, run)
                .chain(record -> Uni.combine()
                        .all()
                        .unis(
                                views.details(record.id(), record.status()),
                                checkpoints.revision(record.revision()),
                                views.children(record.id()))
                        .with((details, spec, children) -> new RunView(record, details, Json.own(spec), children)));
    }

    /** The caller's runs; with {@link RunFilter#creator} empty those of everybody in its tenant, for administrators. */
    public Uni<List<RunLine>> list(RunFilter filter) {
        return views.runs(filter);
    }

    /** The thread, where it is the caller's to see. */
    public Uni<ThreadLine> thread(Caller caller, String thread) {
        return looked(thread, views::thread)
                .map(found -> found.filter(one -> RunAccess.mayUse(caller, one.tenant(), one.client(), one.subject()))
                        .orElseThrow(() -> RunProblems.noSuchThread(thread).exception()));
    }

    private static <T> Uni<Optional<T>> looked(String id, Function<String, Uni<Optional<T>>> search) {
        return RunAccess.isId(id) ? search.apply(id) : Uni.createFrom().item(Optional.empty());
    }

    /** Events of a run that the caller may see, behind {@code after}. */
    public Uni<List<JournalEvent>> events(RunRecord run, long after, int most) {
        return checkpoints.events(run.id(), after, most);
    }

    /** Wants the run to stop before its next commit. Cancelling what was cancelled changes nothing. */
    public Uni<RunRecord> cancel(Caller caller, String run, Optional<String> reason) {
        return find(caller, run)
                .chain(record -> record.status() == RunStatus.CANCELLED
                        ? Uni.createFrom().item(record)
                        : signal(caller.identity(), record, Signal.Kind.CANCEL, reason(reason), null));
    }

    /** Lets what was said in an ended run go; the skeleton stays. Again changes nothing. */
    public Uni<Void> erase(Caller caller, String run) {
        return find(caller, run)
                .chain(record -> checkpoints.erase(run).invoke(outcome -> {
                    switch (outcome) {
                        case ERASED -> {}
                        case NOT_ENDED -> throw RunProblems.notEnded(record).exception();
                        case NO_SUCH_RUN -> throw RunProblems.noSuchRun(run).exception();
                    }
                }))
                .replaceWithVoid();
    }

    private static JsonNode reason(Optional<String> reason) {
        return reason.map(text -> Json.object().put("reason", text)).orElseGet(Json::object);
    }

    /**
     * Puts something into the run's inbox and wakes it; the run as it is now.
     *
     * @param call the call that it settles, once for all
     */
    Uni<RunRecord> signal(AgentIdentity who, RunRecord run, Signal.Kind kind, JsonNode data, @Nullable String call) {
        return checkpoints
                .signal(new NewSignal(run.id(), kind, Json.bytes(data), RunAccess.actor(who), call))
                .onFailure(AlreadyTold.class)
                .transform(told ->
                        RunProblems.settled(call == null ? "" : call, told.by()).exception())
                .chain(raised -> checkpoints.find(run.id()).map(now -> woken(run, raised, now)));
    }

    private RunRecord woken(RunRecord before, Optional<Signal> raised, Optional<RunRecord> now) {
        if (raised.isEmpty()) {
            throw RunProblems.ended(now.orElse(before)).exception();
        }
        wakes.wake(before.id());
        return now.orElse(before);
    }
}
