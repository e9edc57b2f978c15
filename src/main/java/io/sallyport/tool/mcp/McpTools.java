package io.sallyport.tool.mcp;

import io.sallyport.catalog.ToolBinding;
import io.sallyport.catalog.ToolBinding.Mcp;
import io.sallyport.tool.Attempted;
import io.sallyport.tool.LookUpOutcome;
import io.sallyport.tool.ToolAttempt;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolErrors;
import io.sallyport.tool.ToolKind;
import io.sallyport.tool.ToolOutcome;
import io.sallyport.tool.ToolOutcome.NotApplied;
import io.sallyport.tool.mcp.McpCall.Held;
import io.sallyport.tool.mcp.McpCall.TooLate;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Tools of remote MCP servers. */
@Singleton
public class McpTools implements ToolKind {
    /** Bytes; of a larger answer all that follows is done by a worker. */
    private static final int LARGE = 256 * 1024;

    private final VertxInternal vertx;
    private final McpServices services;
    private final InstantSource clock;

    @Inject
    McpTools(Vertx vertx, McpServices services) {
        this(vertx, services, InstantSource.system());
    }

    McpTools(Vertx vertx, McpServices services, InstantSource clock) {
        this.vertx = (VertxInternal) vertx;
        this.services = services;
        this.clock = clock;
    }

    @Override
    public boolean performs(ToolBinding binding) {
        return binding instanceof Mcp;
    }

    @Override
    public CompletionStage<Attempted<ToolOutcome>> call(ToolAttempt attempt) {
        McpOutcomes outcomes = outcomes(attempt);
        return performed(attempt, McpCall::run, outcomes::of, notMade -> notMade(outcomes, notMade));
    }

    @Override
    public CompletionStage<Attempted<LookUpOutcome>> lookUp(ToolAttempt attempt) {
        McpOutcomes outcomes = outcomes(attempt);
        Mcp mcp = (Mcp) attempt.request().tool().binding();
        if (mcp.lookUp().isEmpty()) {
            ToolError error =
                    ToolError.of(ToolErrors.MISCONFIGURED, "The tool's manifest does not say how to look up.");
            return CompletableFuture.completedStage(Attempted.fine(new LookUpOutcome.CannotTell(error)));
        }
        return performed(
                attempt,
                call -> call.ask(mcp.lookUp().get()),
                outcomes::lookUp,
                notMade -> isOurs(notMade)
                        ? Optional.of(new Attempted<>(
                                outcomes.cannotTell(),
                                notMade instanceof Held ? Attempted.Verdict.FINE : Attempted.Verdict.FAILED))
                        : Optional.empty());
    }

    private McpOutcomes outcomes(ToolAttempt attempt) {
        return new McpOutcomes(
                attempt.request().tool(), (Mcp) attempt.request().tool().binding(), clock);
    }

    private <T> CompletionStage<Attempted<T>> performed(
            ToolAttempt attempt,
            Function<McpCall, Future<Reply>> work,
            Function<Reply, Attempted<T>> read,
            Function<Throwable, Optional<Attempted<T>>> unmade) {
        CompletableFuture<Attempted<T>> done = new CompletableFuture<>();
        ContextInternal context = vertx.createEventLoopContext();
        context.runOnContext(go -> work.apply(services.call(context, attempt)).onComplete(ended -> {
            if (ended.succeeded()) {
                finish(context, ended.result(), read, done);
            } else {
                unmade.apply(ended.cause())
                        .ifPresentOrElse(done::complete, () -> done.completeExceptionally(ended.cause()));
            }
        }));
        return done;
    }

    /** Completed by whoever reads, so that what follows runs there too. */
    private static <T> void finish(
            ContextInternal context,
            Reply reply,
            Function<Reply, Attempted<T>> read,
            CompletableFuture<Attempted<T>> done) {
        if (reply instanceof Reply.Result result && result.bytes() > LARGE) {
            var _ = context.executeBlocking(() -> done.complete(read.apply(reply)), false)
                    .onFailure(done::completeExceptionally);
        } else {
            done.complete(read.apply(reply));
        }
    }

    private static boolean isOurs(Throwable notMade) {
        return notMade instanceof Unready || notMade instanceof Held || notMade instanceof TooLate;
    }

    private static Optional<Attempted<ToolOutcome>> notMade(McpOutcomes outcomes, Throwable why) {
        return switch (why) {
            case Held held -> Optional.of(Attempted.fine(new NotApplied(held.error())));
            case Unready unready -> Optional.of(outcomes.unready(unready.reply()));
            case TooLate late ->
                Optional.of(Attempted.failed(new NotApplied(
                        ToolErrors.later(ToolErrors.UNREACHABLE, "The tool could not be reached in time."))));
            default -> Optional.empty();
        };
    }
}
