package io.sallyport.tool.door;

import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.checkpoint.StoreUnavailable;
import io.sallyport.core.Bytes;
import io.sallyport.core.Problem;
import io.sallyport.core.json.Json;
import io.sallyport.tool.Happened;
import io.sallyport.tool.NextMove;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolKeys;
import io.sallyport.tool.door.DirectAnswer.Origin;
import io.sallyport.tool.door.DirectLedger.Opened;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One request for one call, from its claim to its answer. The claim saves work; who acts is decided by the row in the ledger. */
final class OneCall {
    private final DoorServices services;
    private final DirectOrder order;
    private final Waits waits;
    private final NewCall call;
    private final Performance performance;

    OneCall(DoorServices services, DirectOrder order, Waits waits) {
        this.services = services;
        this.order = order;
        this.waits = waits;
        this.call = newCall();
        this.performance = new Performance(services, order, call.owner(), this::look);
    }

    private NewCall newCall() {
        return new NewCall(
                services.ids().next("call"),
                order.identity().tenant(),
                order.tool().name(),
                order.identity().client(),
                order.identity().subject(),
                order.key(),
                Json.canonical(order.arguments()),
                services.replica().name() + "/" + services.ids().next("req"),
                limit());
    }

    /** The answer; never fails for what was foreseen. Without a ledger only what has no effect goes on. */
    Uni<DirectAnswer> perform() {
        return begin().onFailure(StoreUnavailable.class)
                .recoverWithUni(() -> order.tool().effect() == Effect.NONE
                        ? new OneCall(services.unrecorded(), order, waits).open()
                        : Uni.createFrom().item(refusal(null, DoorProblems.unavailable(), Origin.FRESH)));
    }

    private Uni<DirectAnswer> begin() {
        String key = order.key();
        if (key == null) {
            return open();
        }
        return services.claims().claim(key, call.owner(), 0, limit()).flatMap(claim -> switch (claim) {
            case TAKEN -> open().onTermination().invoke(() -> release(key));
            case UNAVAILABLE -> open();
            case HELD -> look();
        });
    }

    private void release(String key) {
        var _ = services.claims().release(key, call.owner()).subscribe().with(done -> {});
    }

    private Uni<DirectAnswer> open() {
        Leash leash = leash();
        return services.ledger().open(call).flatMap(opened -> switch (opened) {
            case Opened.Mine(Entry entry) -> performance.call(Course.fresh(entry, leash));
            case Opened.Found(Entry entry) -> consider(entry);
        });
    }

    /** What the ledger says of the key. Whoever holds the claim may not have got there yet. */
    private Uni<DirectAnswer> look() {
        String key = order.key();
        if (key == null) {
            return services.ledger().find(call.id()).flatMap(this::consider);
        }
        return services.ledger().find(call.tenant(), call.tool(), key).flatMap(this::consider);
    }

    private Uni<DirectAnswer> consider(Optional<Entry> found) {
        return found.map(this::consider).orElseGet(() -> waitThen(null, this::begin));
    }

    private Uni<DirectAnswer> consider(Entry entry) {
        if (!isOurs(entry)) {
            return Uni.createFrom().item(refusal(null, DoorProblems.somebodyElses(), Origin.FRESH));
        }
        return entry.argumentsHash().equals(call.argumentsHash()) ? standing(entry) : byValue(entry);
    }

    /** Other digits may be the same numbers, and by those a business key was made. */
    private Uni<DirectAnswer> byValue(Entry entry) {
        return services.ledger()
                .record(call.tenant(), call.tool(), entry.id())
                .map(record -> record.map(CallRecord::arguments)
                        .filter(first -> ToolKeys.sameArguments(Json.own(first), order.arguments()))
                        .isPresent())
                .flatMap(same -> same
                        ? standing(entry)
                        : Uni.createFrom().item(refusal(entry.id(), DoorProblems.keyReused(), Origin.FRESH)));
    }

    private Uni<DirectAnswer> standing(Entry entry) {
        return switch (entry.state()) {
            case SUCCEEDED, RECONCILED ->
                Uni.createFrom().item(new DirectAnswer.Result(entry.id(), result(entry), Origin.RECORDED));
            case FAILED_APPLIED, FAILED_NOT_APPLIED -> failedBefore(entry);
            case UNKNOWN -> told(entry, DoorProblems.unknownEffect(order.tool()));
            default -> entry.inFlight() ? waitThen(entry, this::look) : takeOver(entry);
        };
    }

    private boolean isOurs(Entry entry) {
        return entry.run() == null
                && entry.client().equals(call.client())
                && Objects.equals(entry.subject(), call.subject());
    }

    private Uni<DirectAnswer> failedBefore(Entry entry) {
        ToolError error = Endings.error(result(entry));
        return Endings.maybeTriedAgain(order.tool(), entry.state(), error)
                ? raise(entry, Course::fresh, performance::call)
                : told(entry, Endings.problem(order.tool(), entry.state(), error));
    }

    /** Its owner is gone, or has let go, and whether the tool has done it is not known. */
    private Uni<DirectAnswer> takeOver(Entry entry) {
        ToolSpec tool = order.tool();
        NextMove move = NextMove.after(tool, Course.inherited(entry, leash()).history(), Happened.OWNER_LOST);
        return switch (move) {
            case CALL_AGAIN -> raise(entry, Course::inherited, performance::call);
            case LOOK_UP -> raise(entry, Course::inherited, performance::lookUp);
            case SETTLE_UNKNOWN, GIVE_UP ->
                services.ledger()
                        .abandon(entry)
                        .flatMap(ours ->
                                ours ? told(entry, DoorProblems.unknownEffect(tool)) : waitThen(entry, this::look));
        };
    }

    private Uni<DirectAnswer> raise(Entry seen, Start start, Act act) {
        Leash leash = leash();
        return services.ledger()
                .raise(seen, call.owner(), limit())
                .flatMap(raised -> raised.map(entry -> act.on(start.of(entry, leash)))
                        .orElseGet(() -> waitThen(seen, this::look)));
    }

    private interface Start {
        Course of(Entry entry, Leash leash);
    }

    private interface Act {
        Uni<DirectAnswer> on(Course course);
    }

    private Uni<DirectAnswer> waitThen(@Nullable Entry seen, Supplier<Uni<DirectAnswer>> next) {
        return waits.before(limit(), next)
                .orElseGet(() -> Uni.createFrom()
                        .item(refusal(
                                seen == null ? null : seen.id(),
                                DoorProblems.inProgress(seen == null ? Duration.ZERO : seen.overIn()),
                                Origin.FRESH)));
    }

    private static Uni<DirectAnswer> told(Entry entry, Problem problem) {
        return Uni.createFrom().item(refusal(entry.id(), problem, Origin.RECORDED));
    }

    private static DirectAnswer refusal(@Nullable String id, Problem problem, Origin origin) {
        return new DirectAnswer.Refusal(id, problem, origin);
    }

    private static Bytes result(Entry entry) {
        @Nullable Bytes result = entry.result();
        if (result == null) {
            throw new IllegalStateException("call " + entry.id() + " has ended without a result");
        }
        return result;
    }

    private Duration limit() {
        return order.tool().timeout().plus(services.grace());
    }

    private Leash leash() {
        return new Leash(services.clock(), services.grace());
    }
}
