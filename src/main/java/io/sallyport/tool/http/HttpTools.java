package io.sallyport.tool.http;

import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.ToolBinding;
import io.sallyport.catalog.ToolBinding.Auth;
import io.sallyport.identity.UserToken;
import io.sallyport.tool.Attempted;
import io.sallyport.tool.LookUpOutcome;
import io.sallyport.tool.LookUpOutcome.CannotTell;
import io.sallyport.tool.ToolAttempt;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolErrors;
import io.sallyport.tool.ToolKind;
import io.sallyport.tool.ToolOutcome;
import io.sallyport.tool.ToolOutcome.NotApplied;
import io.sallyport.tool.http.Requests.Unsendable;
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

/** Tools that are HTTP endpoints. */
@Singleton
public class HttpTools implements ToolKind {
    private final VertxInternal vertx;
    private final HttpTransport transport;
    private final Egress egress;
    private final AgentTokens tokens;
    private final InstantSource clock;

    @Inject
    HttpTools(Vertx vertx, HttpTransport transport, AgentTokens tokens) {
        this(vertx, transport, tokens, InstantSource.system());
    }

    HttpTools(Vertx vertx, HttpTransport transport, AgentTokens tokens, InstantSource clock) {
        this.vertx = (VertxInternal) vertx;
        this.transport = transport;
        this.egress = new Egress(transport.names());
        this.tokens = tokens;
        this.clock = clock;
    }

    @Override
    public boolean performs(ToolBinding binding) {
        return binding instanceof ToolBinding.Http;
    }

    @Override
    public CompletionStage<Attempted<ToolOutcome>> call(ToolAttempt attempt) {
        ToolBinding.Http http = (ToolBinding.Http) attempt.request().tool().binding();
        Outcomes outcomes = new Outcomes(attempt.request().tool(), clock);
        return exchanged(
                context -> new HttpCall(context, transport, egress, attempt, http)
                        .run(() -> token(attempt, http).map(token -> Requests.call(attempt, http, token)))
                        .onSuccess(exchanged -> lookAtRefusals(attempt, http, exchanged)),
                outcomes::of,
                NotApplied::new);
    }

    @Override
    public CompletionStage<Attempted<LookUpOutcome>> lookUp(ToolAttempt attempt) {
        ToolBinding.Http http = (ToolBinding.Http) attempt.request().tool().binding();
        Outcomes outcomes = new Outcomes(attempt.request().tool(), clock);
        if (http.lookUp().isEmpty()) {
            ToolError error =
                    ToolError.of(ToolErrors.MISCONFIGURED, "The tool's manifest does not say how to look up.");
            return CompletableFuture.completedStage(Attempted.fine(new CannotTell(error)));
        }
        return exchanged(
                context -> new HttpCall(context, transport, egress, attempt, http)
                        .ask(() -> token(attempt, http)
                                .map(token -> Requests.lookUp(
                                        attempt, http, http.lookUp().get().url(), token))),
                outcomes::lookUp,
                CannotTell::new);
    }

    /** The exchange is made on an event loop of its own, and its answer is read there too unless that would hold up everybody on it. */
    private <T> CompletionStage<Attempted<T>> exchanged(
            Function<ContextInternal, Future<Exchanged>> work,
            Function<Exchanged, Attempted<T>> read,
            Function<ToolError, T> unsent) {
        ContextInternal context = vertx.createEventLoopContext();
        Reading<T> reading = new Reading<>(context, read);
        context.runOnContext(go -> work.apply(context).onComplete(ended -> {
            if (ended.succeeded()) {
                reading.begin(ended.result());
            } else if (ended.cause() instanceof Unsendable unsendable) {
                reading.done().complete(Attempted.fine(unsent.apply(unsendable.error())));
            } else {
                reading.done().completeExceptionally(ended.cause());
            }
        }));
        return reading.done();
    }

    private Future<Optional<String>> token(ToolAttempt attempt, ToolBinding.Http http) {
        Optional<AgentSpec> agent = attempt.request().identity();
        if (http.auth() == Auth.NONE) {
            return Future.succeededFuture(Optional.empty());
        }
        if (agent.isEmpty()) {
            return Future.failedFuture(new Unsendable(
                    ToolError.of(ToolErrors.MISCONFIGURED, "The tool wants an identity that this call has not got.")));
        }
        Optional<UserToken> user = user(attempt, http);
        if (http.auth() == Auth.USER && user.isEmpty()) {
            String name = attempt.request().tool().name();
            return Future.failedFuture(new Unsendable(ToolErrors.userRequired(name)));
        }
        return tokens.of(agent.get(), http.audience(), user).map(Optional::of);
    }

    /** In whose name; whoever stands behind a call of a tool that did not ask for it stays out of it. */
    private static Optional<UserToken> user(ToolAttempt attempt, ToolBinding.Http http) {
        return http.auth() == Auth.USER ? attempt.request().user() : Optional.empty();
    }

    private void lookAtRefusals(ToolAttempt attempt, ToolBinding.Http http, Exchanged exchanged) {
        if (http.auth() != Auth.NONE && exchanged instanceof Exchanged.Answer answer && answer.status() == 401) {
            attempt.request()
                    .identity()
                    .ifPresent(agent -> tokens.refused(agent, http.audience(), user(attempt, http)));
        }
    }
}
