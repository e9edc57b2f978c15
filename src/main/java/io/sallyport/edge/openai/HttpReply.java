package io.sallyport.edge.openai;

import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.dialect.openai.OpenAiErrors;
import io.sallyport.edge.error.ProblemWriter;
import io.sallyport.edge.error.RateLimitHeaders;
import io.sallyport.edge.health.Draining;
import io.sallyport.limit.Rates;
import io.sallyport.routing.CallStart;
import io.sallyport.routing.CallerReply;
import io.sallyport.routing.ModelCall;
import io.sallyport.routing.RouteTrace;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.impl.ContextInternal;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One caller's HTTP response in OpenAI's dialect. When the caller goes away, the call is cancelled, unless somebody else wants its answer. */
final class HttpReply implements CallerReply {
    static final CharSequence ROUTE_HEADER = HttpHeaders.createOptimized("X-Sallyport-Route");
    static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    static final CharSequence EVENT_STREAM = HttpHeaders.createOptimized("text/event-stream");
    static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    static final CharSequence BUFFERING = HttpHeaders.createOptimized("X-Accel-Buffering");
    static final CharSequence SHOULD_RETRY = HttpHeaders.createOptimized("x-should-retry");
    private static final String HEARTBEAT = ": waiting for the first token\n\n";
    static final Problem CLOSING = Problem.of(
            ProblemCode.SHUTTING_DOWN,
            "This replica is shutting down and the answer did not finish in time.",
            "Send the request again; another replica will take it.");
    private static final long NONE = -1;

    private final RoutingContext http;
    private final HttpServerResponse response;
    private final CallStart start;
    private final ContextInternal context;
    private final Duration heartbeat;
    private final Draining draining;
    private @Nullable ModelCall call;
    private Consumer<ModelCall> abandoned = ModelCall::cancel;
    private Draining.@Nullable Active served;
    private long heartbeatTimer = NONE;
    private boolean over;

    HttpReply(RoutingContext http, CallStart start, Duration heartbeat, Draining draining) {
        this.http = http;
        this.context = ContextInternal.current();
        this.response = http.response();
        this.start = start;
        this.heartbeat = heartbeat;
        this.draining = draining;
    }

    /** Begins the call that this reply answers; {@code whenAbandoned} is what happens to it when the caller goes away. */
    void answers(Function<CallerReply, ModelCall> begin, Consumer<ModelCall> whenAbandoned) {
        abandoned = whenAbandoned;
        answers(begin);
    }

    /** Begins the call that this reply answers. */
    void answers(Function<CallerReply, ModelCall> begin) {
        served = draining.register(
                "an answer of a model",
                () -> context.runOnContext(home -> abort(CLOSING)),
                start.client(),
                stopped -> context.runOnContext(home -> abort(stopped)));
        response.closeHandler(closed -> gone());
        response.exceptionHandler(broken -> gone());
        if (start.stream()) {
            heartbeatTimer = context.owner().setPeriodic(heartbeat.toMillis(), beat -> beat());
        }
        ModelCall begun;
        try {
            begun = begin.apply(this);
        } catch (RuntimeException refused) {
            over();
            left();
            throw refused;
        }
        if (!over) {
            call = begun;
        }
    }

    private void gone() {
        if (!over) {
            ModelCall orphan = call;
            over();
            left();
            if (orphan != null) {
                abandoned.accept(orphan);
            }
        }
    }

    private void over() {
        over = true;
        call = null;
        stopHeartbeat();
    }

    private void left() {
        if (served != null) {
            served.ended();
        }
    }

    /** The last bytes: the request counts as served until they are on their way. */
    private void last(Future<Void> written) {
        written.onComplete(done -> left());
    }

    /** The house closes and the grace is over, or the caller was stopped. */
    private void abort(Problem why) {
        if (call != null) {
            call.abort(why);
        }
    }

    private void beat() {
        if (over || response.writeQueueFull()) {
            return;
        }
        if (!response.headWritten()) {
            // Who will answer is not known yet: the header names the route alone.
            streamHead(new RouteTrace(start.route().alias(), null, 0).header());
        }
        response.write(HEARTBEAT);
    }

    private void stopHeartbeat() {
        if (heartbeatTimer != NONE) {
            context.owner().cancelTimer(heartbeatTimer);
            heartbeatTimer = NONE;
        }
    }

    @Override
    public void admitted(List<Rates.Level> levels) {
        if (!response.headWritten()) {
            RateLimitHeaders.set(levels, response.headers());
        }
    }

    @Override
    public void whole(Buffer body, RouteTrace trace) {
        over();
        response.putHeader(HttpHeaders.CONTENT_TYPE, JSON).putHeader(ROUTE_HEADER, trace.header());
        last(response.end(body));
    }

    @Override
    public void rejected(int status, Buffer body, RouteTrace trace) {
        over();
        if (response.headWritten()) {
            Buffer event =
                    Buffer.buffer("data: ").appendBuffer(Lines.joined(body)).appendString("\n\n");
            last(response.end(event));
            return;
        }
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .putHeader(SHOULD_RETRY, "false")
                .putHeader(ROUTE_HEADER, trace.header());
        last(response.end(body));
    }

    @Override
    public void open(RouteTrace trace) {
        stopHeartbeat();
        if (!response.headWritten()) {
            streamHead(trace.header());
        }
        response.drainHandler(drained -> {
            if (call != null) {
                call.resume();
            }
        });
    }

    private void streamHead(String route) {
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, EVENT_STREAM)
                .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE)
                .putHeader(BUFFERING, "no")
                .putHeader(ROUTE_HEADER, route);
    }

    @Override
    public boolean write(Buffer events) {
        response.write(events);
        return !response.writeQueueFull();
    }

    @Override
    public void end() {
        over();
        last(response.end());
    }

    @Override
    public void failed(Problem problem, RouteTrace trace) {
        over();
        if (response.headWritten() || response.isChunked()) {
            last(response.end(Buffer.buffer(
                    OpenAiErrors.event(problem, OpenAiErrors.type(problem.code().kind())))));
        } else {
            response.putHeader(ROUTE_HEADER, trace.header());
            ProblemWriter.write(http, problem);
            left();
        }
    }
}
