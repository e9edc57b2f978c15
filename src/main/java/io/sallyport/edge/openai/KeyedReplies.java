package io.sallyport.edge.openai;

import io.sallyport.catalog.RouteSpec;
import io.sallyport.core.Bytes;
import io.sallyport.core.Sha256;
import io.sallyport.edge.error.ProblemWriter;
import io.sallyport.edge.filter.Door;
import io.sallyport.edge.filter.RequestId;
import io.sallyport.edge.health.Draining;
import io.sallyport.idempotency.KeyHeader;
import io.sallyport.idempotency.answer.AnswerKey;
import io.sallyport.idempotency.answer.Entered;
import io.sallyport.idempotency.answer.Execution;
import io.sallyport.idempotency.answer.KeptAnswer;
import io.sallyport.idempotency.answer.KeyedCalls;
import io.sallyport.identity.AgentIdentity;
import io.sallyport.routing.CallerReply;
import io.sallyport.routing.ModelCall;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Answers requests of the model path: at once without an {@code Idempotency-Key}, and once for each key. */
@Singleton
class KeyedReplies {
    private static final Logger LOG = Logger.getLogger(KeyedReplies.class);
    private static final CharSequence HEADER = HttpHeaders.createOptimized(KeyHeader.NAME);

    /** A larger body is read beside the event loop. */
    private static final int READ_AT_ONCE = 64 * 1024;

    private final KeyedCalls calls;
    private final Draining draining;

    KeyedReplies(KeyedCalls calls, Draining draining) {
        this.calls = calls;
        this.draining = draining;
    }

    /**
     * Has {@code reply} answer what {@code begin} begins; or what came of the same request before.
     *
     * @param body as it came; it must not change
     * @throws io.sallyport.core.ProblemException where the key is missing or is none
     */
    void answers(
            RoutingContext http,
            RouteSpec route,
            byte[] body,
            HttpReply reply,
            Function<CallerReply, ModelCall> begin) {
        if (http.request().headers().contains(HEADER)) {
            once(http, route, Bytes.of(body), entered -> act(http, entered, reply, begin));
        } else if (route.requireKey()) {
            throw KeyProblems.required(route.alias()).exception();
        } else {
            reply.answers(begin);
        }
    }

    /** Asks what the request is to be told, and has it told on the request's own context. */
    private void once(RoutingContext http, RouteSpec route, Bytes body, Consumer<Entered> then) {
        String key = KeyHeader.of(http.request().headers().getAll(HEADER))
                .orElseThrow(() -> KeyProblems.required(route.alias()).exception());
        AgentIdentity who = Door.callerOf(http).identity();
        Context here = http.vertx().getOrCreateContext();
        Draining.Active asking = draining.register("a look for a key", () -> {});
        var _ = fingerprint(here, http.normalizedPath(), body)
                .flatMap(print -> calls.enter(
                        AnswerKey.of(route.alias(), key, print, who.tenant(), who.client(), who.subject()),
                        route.timeouts().total()))
                .subscribe()
                .with(
                        entered -> here.runOnContext(home -> {
                            try {
                                then.accept(entered);
                            } finally {
                                asking.ended();
                            }
                        }),
                        away -> here.runOnContext(home -> {
                            LOG.warnf(away, "request %s: the record of keys cannot be reached", RequestId.of(http));
                            ProblemWriter.write(http, KeyProblems.unavailable());
                            asking.ended();
                        }));
    }

    private static Uni<Sha256> fingerprint(Context here, String endpoint, Bytes body) {
        return body.length() <= READ_AT_ONCE
                ? Uni.createFrom().item(() -> AnswerKey.fingerprint(endpoint, body))
                : Uni.createFrom()
                        .completionStage(() -> here.executeBlocking(() -> AnswerKey.fingerprint(endpoint, body), false)
                                .toCompletionStage());
    }

    private void act(RoutingContext http, Entered entered, HttpReply reply, Function<CallerReply, ModelCall> begin) {
        switch (entered) {
            case Entered.Mine(Execution execution) -> execute(http, execution, reply, begin);
            case Entered.Done(KeptAnswer answer) -> Replay.write(http.response(), answer);
            case Entered.NotKept() -> ProblemWriter.write(http, KeyProblems.notKept(calls.mostBytes()));
            case Entered.InFlight(Duration age) -> ProblemWriter.write(http, KeyProblems.inProgress(age));
            case Entered.Reused() -> ProblemWriter.write(http, KeyProblems.reused());
        }
    }

    /** Whoever is gone before anything was asked of a provider is not answered: the key is as it was. */
    private void execute(
            RoutingContext http, Execution execution, HttpReply reply, Function<CallerReply, ModelCall> begin) {
        if (http.response().closed()) {
            release(execution);
            return;
        }
        RecordingReply recorder = new RecordingReply(reply, execution, new Recording(calls.mostBytes()), draining);
        try {
            reply.answers(same -> begin.apply(recorder), recorder::goesOn);
        } catch (RuntimeException refused) {
            release(execution);
            ProblemWriter.write(http, refused);
        }
    }

    private static void release(Execution execution) {
        var _ = execution.release().subscribe().with(done -> {});
    }
}
