package io.sallyport.tool.http;

import io.sallyport.catalog.ToolBinding;
import io.sallyport.tool.Attempted;
import io.sallyport.tool.LookUpOutcome;
import io.sallyport.tool.LookUpOutcome.CannotTell;
import io.sallyport.tool.ToolAttempt;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolErrors;
import io.sallyport.tool.ToolKind;
import io.sallyport.tool.ToolOutcome;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code fetch_url}: reads pages. A page that fails says nothing about the tool, so no breaker counts it. */
@Singleton
public class PageTools implements ToolKind {
    /** Bytes; to read less takes a few milliseconds at most, markup included. */
    private static final int LARGE = 16 * 1024;

    private final VertxInternal vertx;
    private final HttpTransport transport;
    private final Egress egress;
    private final InstantSource clock;

    @Inject
    PageTools(Vertx vertx, HttpTransport transport) {
        this(vertx, transport, InstantSource.system());
    }

    PageTools(Vertx vertx, HttpTransport transport, InstantSource clock) {
        this.vertx = (VertxInternal) vertx;
        this.transport = transport;
        this.egress = new Egress(transport.names());
        this.clock = clock;
    }

    @Override
    public boolean performs(ToolBinding binding) {
        return binding instanceof ToolBinding.Fetch;
    }

    @Override
    public CompletionStage<Attempted<ToolOutcome>> call(ToolAttempt attempt) {
        ToolBinding.Fetch fetch = (ToolBinding.Fetch) attempt.request().tool().binding();
        String url = attempt.request().arguments().path("url").asText("");
        PageOutcomes outcomes = new PageOutcomes(attempt.request().tool(), clock);
        CompletableFuture<Attempted<ToolOutcome>> done = new CompletableFuture<>();
        ContextInternal context = vertx.createEventLoopContext();
        context.runOnContext(go -> new PageCall(context, transport, egress, attempt, fetch)
                .run(url)
                .onComplete(
                        fetched -> {
                            Reading<ToolOutcome> reading =
                                    new Reading<>(context, LARGE, exchanged -> outcomes.of(fetched));
                            reading.begin(fetched.exchanged());
                            var _ = reading.done().whenComplete((outcome, failure) -> {
                                if (failure == null) {
                                    done.complete(outcome);
                                } else {
                                    done.completeExceptionally(failure);
                                }
                            });
                        },
                        done::completeExceptionally));
        return done;
    }

    @Override
    public CompletionStage<Attempted<LookUpOutcome>> lookUp(ToolAttempt attempt) {
        ToolError error =
                ToolError.of(ToolErrors.MISCONFIGURED, "A page need not be asked what became of its reading.");
        return CompletableFuture.completedStage(Attempted.fine(new CannotTell(error)));
    }
}
