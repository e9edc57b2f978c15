package io.sallyport.tool.door;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.StoreUnavailable;
import io.sallyport.core.Bytes;
import io.sallyport.core.Problem;
import io.sallyport.core.Sha256;
import io.sallyport.core.json.Json;
import io.sallyport.tool.Happened;
import io.sallyport.tool.LookUpOutcome;
import io.sallyport.tool.NextMove;
import io.sallyport.tool.ToolCallId;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolErrors;
import io.sallyport.tool.ToolOutcome;
import io.sallyport.tool.ToolRequest;
import io.sallyport.tool.door.DirectAnswer.Origin;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Performs a call whose intent is in the ledger, and records what came of it. What to do next is {@link NextMove}'s to say. */
final class Performance {
    static final String NEEDS_A_PERSON = "needs_a_person";

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final ToolError SILENT = ToolErrors.doubtful(ToolErrors.TIMEOUT, "The tool did not answer in time.");
    private static final ToolError NOT_SENT = ToolErrors.later(
            ToolErrors.UNAVAILABLE, "This replica was too slow to send anything before its time was over.");
    private static final ToolError NOT_APPLIED = ToolErrors.later(ToolErrors.UNAVAILABLE, "The tool has not done it.");

    private final DoorServices services;
    private final DirectOrder order;
    private final String owner;
    private final Recording recording;
    private final Supplier<Uni<DirectAnswer>> whatTheLedgerSays;
    private final long startedAt = System.nanoTime();

    Performance(DoorServices services, DirectOrder order, String owner, Supplier<Uni<DirectAnswer>> whatTheLedgerSays) {
        this.services = services;
        this.order = order;
        this.owner = owner;
        this.recording = new Recording(services.ledger(), services.grace());
        this.whatTheLedgerSays = whatTheLedgerSays;
    }

    /** Calls the tool. */
    Uni<DirectAnswer> call(Course course) {
        return services.tools()
                .call(request(course))
                .ifNoItem()
                .after(limit())
                .recoverWithItem(() -> new ToolOutcome.Unknown(SILENT))
                .flatMap(outcome -> concluded(course.attempted(), outcome));
    }

    /** Asks the tool what became of an earlier attempt. */
    Uni<DirectAnswer> lookUp(Course course) {
        return services.tools()
                .lookUp(request(course))
                .ifNoItem()
                .after(limit())
                .recoverWithItem(() -> new LookUpOutcome.CannotTell(SILENT))
                .flatMap(answer -> switch (answer) {
                    case LookUpOutcome.Applied(JsonNode result) ->
                        succeeded(course, CallState.RECONCILED, new ToolOutcome.Succeeded(result, List.of()));
                    case LookUpOutcome.NotApplied notApplied -> afterNotApplied(course.cleared());
                    case LookUpOutcome.CannotTell(ToolError error) -> postponed(course, error, Duration.ZERO);
                });
    }

    private Uni<DirectAnswer> afterNotApplied(Course course) {
        NextMove move = NextMove.after(order.tool(), course.history(), Happened.LOOKED_UP_NOT_APPLIED);
        return move == NextMove.CALL_AGAIN ? call(course) : act(move, course, NOT_APPLIED, Duration.ZERO);
    }

    private Uni<DirectAnswer> concluded(Course course, ToolOutcome outcome) {
        return switch (outcome) {
            case ToolOutcome.Succeeded success -> succeeded(course, CallState.SUCCEEDED, success);
            case ToolOutcome.Applied(ToolError error) -> failed(course, CallState.FAILED_APPLIED, error);
            case ToolOutcome.NeedsInput question ->
                failed(
                        course,
                        CallState.FAILED_NOT_APPLIED,
                        ToolError.of(
                                NEEDS_A_PERSON,
                                "The tool is a question to a person, and only a run can wait for one."));
            case ToolOutcome.NotSent notSent -> withdrawn(course, NOT_SENT, Duration.ZERO);
            case ToolOutcome.NotApplied(ToolError error) -> next(course, outcome, error, Duration.ZERO);
            case ToolOutcome.Later(Duration after, ToolError error) -> next(course, outcome, error, after);
            case ToolOutcome.Unknown(ToolError error) -> next(course.doubtful(), outcome, error, Duration.ZERO);
        };
    }

    private Uni<DirectAnswer> next(Course course, ToolOutcome outcome, ToolError error, Duration after) {
        NextMove move = Happened.of(outcome)
                .map(happened -> NextMove.after(order.tool(), course.history(), happened))
                .orElse(NextMove.GIVE_UP);
        return act(move, course, error, after);
    }

    private Uni<DirectAnswer> act(NextMove move, Course course, ToolError error, Duration after) {
        return switch (move) {
            case CALL_AGAIN -> again(course, error, after);
            // Not before the intent's deadline and grace are over: what was sent may still be on its way.
            case LOOK_UP -> Uni.createFrom().item(refusal(course, DoorProblems.noAnswer(error, limit())));
            case SETTLE_UNKNOWN ->
                settled(
                        course,
                        Settlement.failed(CallState.UNKNOWN, error),
                        refusal(course, DoorProblems.unknownEffect(order.tool())));
            case GIVE_UP ->
                course.lookedUp() && error.retryable()
                        ? withdrawn(course, error, after)
                        : failed(course, CallState.FAILED_NOT_APPLIED, error);
        };
    }

    /** Within the time that one attempt may take the same request tries again; after that the caller decides. */
    private Uni<DirectAnswer> again(Course course, ToolError error, Duration after) {
        Duration pause = pause(course.attempts(), after);
        Duration spent = Duration.ofNanos(System.nanoTime() - startedAt).plus(pause);
        ToolSpec tool = order.tool();
        if (course.attempts() >= tool.retry() || spent.compareTo(tool.timeout()) >= 0) {
            return withdrawn(course, error, after);
        }
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(pause)
                .flatMap(waited -> intendedAgain(course, () -> withdrawn(course, error, after)));
    }

    private Uni<DirectAnswer> intendedAgain(Course course, Supplier<Uni<DirectAnswer>> withoutLedger) {
        Leash leash = new Leash(services.clock(), services.grace());
        return services.ledger()
                .raise(course.entry(), owner, limit())
                .<Supplier<Uni<DirectAnswer>>>map(raised ->
                        () -> raised.map(entry -> call(course.intendedAgain(entry, leash)))
                                .orElseGet(whatTheLedgerSays))
                .onFailure(StoreUnavailable.class)
                .recoverWithItem(withoutLedger)
                .flatMap(Supplier::get);
    }

    /** Not now. Whoever asks next may go on at once. */
    private Uni<DirectAnswer> withdrawn(Course course, ToolError error, Duration after) {
        if (course.doubt() && !Endings.harmless(order.tool())) {
            return postponed(course, error, after);
        }
        ToolError retryable = new ToolError(
                error.code(), error.message(), true, error.fix(), error.path(), error.detail(), error.rule());
        Problem problem =
                course.doubt() ? DoorProblems.noAnswer(retryable, after) : DoorProblems.later(retryable, after);
        if (course.lookedUp()) {
            // As an intent whose time is over it is looked up again before anybody calls.
            return letGo(course, problem);
        }
        return settled(course, Settlement.failed(CallState.FAILED_NOT_APPLIED, retryable), refusal(course, problem));
    }

    private Uni<DirectAnswer> postponed(Course course, ToolError error, Duration after) {
        return letGo(course, DoorProblems.noAnswer(error, after));
    }

    private Uni<DirectAnswer> letGo(Course course, Problem problem) {
        return recording
                .attempt(() -> services.ledger().postpone(course.entry().intent()))
                .replaceWith(refusal(course, problem));
    }

    private Uni<DirectAnswer> succeeded(Course course, CallState state, ToolOutcome.Succeeded success) {
        Bytes result = Json.bytes(success.result());
        Origin origin = state == CallState.RECONCILED ? Origin.RECORDED : Origin.FRESH;
        return settled(
                course,
                new Settlement(state, result, null, success.writes()),
                new DirectAnswer.Result(course.entry().id(), result, origin));
    }

    private Uni<DirectAnswer> failed(Course course, CallState state, ToolError error) {
        return settled(
                course, Settlement.failed(state, error), refusal(course, Endings.problem(order.tool(), state, error)));
    }

    private Uni<DirectAnswer> settled(Course course, Settlement settlement, DirectAnswer answer) {
        return recording.record(course.entry().intent(), settlement).flatMap(outcome -> switch (outcome) {
            case RECORDED -> Uni.createFrom().item(answer);
            case TOO_LATE ->
                whatTheLedgerSays
                        .get()
                        .onFailure(StoreUnavailable.class)
                        .recoverWithItem(() -> unrecorded(course, answer));
            case NOT_YET -> Uni.createFrom().item(unrecorded(course, answer));
        });
    }

    /** What had no effect may be told without a record of it. */
    private DirectAnswer unrecorded(Course course, DirectAnswer answer) {
        return order.tool().effect() == ToolSpec.Effect.NONE ? answer : refusal(course, DoorProblems.notRecorded());
    }

    private static DirectAnswer refusal(Course course, Problem problem) {
        return new DirectAnswer.Refusal(course.entry().id(), problem, Origin.FRESH);
    }

    /** How long an intent may be under way. */
    private Duration limit() {
        return order.tool().timeout().plus(services.grace());
    }

    private static Duration pause(int attempts, Duration asked) {
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(Math.max(0, attempts - 1), 4));
        Duration usual = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        return asked.compareTo(usual) > 0 ? asked : usual;
    }

    private ToolRequest request(Course course) {
        String call = course.entry().id();
        String key = order.key();
        ToolCallId id = new ToolCallId(
                call,
                null,
                0,
                order.identity().tenant(),
                order.space(),
                order.agent().map(agent -> agent.name()).orElse(null),
                order.identity().client(),
                order.identity().subject(),
                order.traceparent());
        return new ToolRequest(
                order.tool(),
                id,
                order.arguments(),
                key == null ? Sha256.of(call).hex() : key,
                order.agent(),
                order.user(),
                () -> course.leash().getAsBoolean() && order.open().getAsBoolean());
    }
}
