package io.sallyport.tool;

import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.resilience.Deadline;
import io.sallyport.tool.LookUpOutcome.CannotTell;
import io.sallyport.tool.ToolOutcome.NotApplied;
import io.sallyport.tool.ToolOutcome.Succeeded;
import io.sallyport.tool.ToolOutcome.Unknown;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** The way in: each call finds its kind, goes through its tool's guard, and is watched. */
@Singleton
public class ToolCalls implements Tools {
    private static final Logger LOG = Logger.getLogger(ToolCalls.class);

    private final Vertx vertx;
    private final List<ToolKind> kinds;
    private final ArgumentCheck schemas;
    private final ToolObserver observer;
    private final ToolGuards guards;

    @Inject
    ToolCalls(
            Vertx vertx, @Any Instance<ToolKind> kinds, @Any Instance<ToolObserver> observers, ArgumentCheck schemas) {
        this(vertx, kinds.stream().toList(), ToolObservers.of(observers.stream().toList()), schemas);
    }

    /** For whoever puts it together without a container. */
    public ToolCalls(Vertx vertx, List<ToolKind> kinds, ToolObserver observer, ArgumentCheck schemas) {
        this.vertx = vertx;
        this.kinds = List.copyOf(kinds);
        this.observer = observer;
        this.schemas = schemas;
        this.guards = new ToolGuards(observer::breakerChanged);
    }

    @Override
    public Uni<ToolOutcome> call(ToolRequest request) {
        return Uni.createFrom().completionStage(() -> {
            ToolSpec tool = request.tool();
            ToolGuard guard = guards.of(tool);
            Deadline deadline = Deadline.after(tool.timeout());
            ToolObservation seen = observer.started(tool, request.id());
            ToolAttempt attempt = new ToolAttempt(request, deadline, 1, seen.headers());
            return this.<ToolOutcome>guarded(
                            guard,
                            attempt,
                            ToolKind::call,
                            NotApplied::new,
                            (first, then) -> together(tool, first, then))
                    .handle((outcome, failure) -> failure == null ? checked(tool, outcome) : broken(tool, failure))
                    .whenComplete((outcome, never) -> seen.ended(outcome, deadline.elapsedNanos()));
        });
    }

    @Override
    public Uni<LookUpOutcome> lookUp(ToolRequest request) {
        return Uni.createFrom().completionStage(() -> {
            ToolSpec tool = request.tool();
            ToolGuard guard = guards.of(tool);
            Deadline deadline = Deadline.after(tool.timeout());
            String parent = request.id().traceparent();
            ToolAttempt attempt =
                    new ToolAttempt(request, deadline, 1, parent == null ? Map.of() : Map.of("traceparent", parent));
            return this.<LookUpOutcome>guarded(guard, attempt, ToolKind::lookUp, CannotTell::new, (first, then) -> then)
                    .exceptionally(failure -> new CannotTell(internal(tool, failure)))
                    .whenComplete((outcome, never) -> observer.lookedUp(tool, outcome));
        });
    }

    /** How {@code tool} is. */
    public ToolHealth health(ToolSpec tool) {
        ToolGuard guard = guards.of(tool);
        return new ToolHealth(guard.state(), guard.inFlight());
    }

    private <T> CompletionStage<T> guarded(
            ToolGuard guard,
            ToolAttempt attempt,
            BiFunction<ToolKind, ToolAttempt, CompletionStage<Attempted<T>>> perform,
            Function<ToolError, T> refused,
            BinaryOperator<T> afterStale) {
        ToolSpec tool = attempt.request().tool();
        Optional<ToolKind> kind =
                kinds.stream().filter(one -> one.performs(tool.binding())).findFirst();
        Turn<T> turn = new Turn<>(vertx, attempt, guard, refused, afterStale);
        return kind.map(known -> turn.take(each -> perform.apply(known, each)))
                .orElseGet(() -> turn.refuse(ToolError.of(
                        ToolErrors.MISCONFIGURED, "The tool `" + tool.name() + "` is of a kind that is not here.")));
    }

    /** Where the first attempt may have been applied, a repetition that was not proves nothing. */
    private static ToolOutcome together(ToolSpec tool, ToolOutcome first, ToolOutcome then) {
        return switch (then) {
            case Succeeded succeeded -> then;
            case ToolOutcome.Applied applied -> then;
            case Unknown unknown -> then;
            default -> tool.effect() == Effect.NONE ? then : first;
        };
    }

    private ToolOutcome checked(ToolSpec tool, ToolOutcome outcome) {
        if (!(outcome instanceof Succeeded succeeded)) {
            return outcome;
        }
        Optional<String> warning = schemas.mismatch(tool, succeeded.result());
        warning.ifPresent(
                said -> LOG.warnf("the result of tool %s is not what its manifest says: %s", tool.name(), said));
        return warning.isEmpty() ? succeeded : new Succeeded(succeeded.result(), succeeded.writes(), warning);
    }

    /** A mistake of ours in the middle of it: whether something was sent is not known. */
    private static ToolOutcome broken(ToolSpec tool, Throwable failure) {
        return new Unknown(internal(tool, failure));
    }

    private static ToolError internal(ToolSpec tool, Throwable failure) {
        LOG.errorf(failure, "an attempt at tool %s ended in a way that it must not", tool.name());
        return ToolErrors.doubtful(ToolErrors.FAILED, "The gateway failed while it called the tool.");
    }
}
