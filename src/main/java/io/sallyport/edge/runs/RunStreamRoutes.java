package io.sallyport.edge.runs;

import io.sallyport.checkpoint.RunRecord;
import io.sallyport.config.SallyportConfig;
import io.sallyport.edge.body.BodyIntake;
import io.sallyport.edge.body.LargeBodies;
import io.sallyport.edge.error.ProblemWriter;
import io.sallyport.edge.filter.Door;
import io.sallyport.identity.Caller;
import io.sallyport.run.Runs;
import io.sallyport.run.Started;
import io.sallyport.run.stream.FewAtOnce;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The two requests that may be answered by an event stream, taken before the REST layer sees them where {@code Accept} asks for one. All others
 * pass.
 */
@Singleton
class RunStreamRoutes {
    private static final String EVENT_STREAM = "text/event-stream";

    /** Of the connections to the database, at most: when a replica is lost, all who were cut come at once. */
    private static final int LOOK_UPS_AT_ONCE = 4;

    private static final int MOST_WAITING = 20_000;

    private final Runs runs;
    private final FewAtOnce lookUps = new FewAtOnce(LOOK_UPS_AT_ONCE, MOST_WAITING);
    private final RunEventStream stream;
    private final int bodyBytes;

    RunStreamRoutes(Runs runs, RunEventStream stream, SallyportConfig config) {
        this.runs = runs;
        this.stream = stream;
        this.bodyBytes = config.limits().body();
    }

    void register(@Observes Router routes) {
        routes.post("/v1/agents/:agent/runs").order(Door.NEXT).handler(http -> ifStreamed(http, this::receive));
        routes.get("/v1/runs/:run/events").order(Door.NEXT).handler(http -> ifStreamed(http, this::follow));
    }

    static void ifStreamed(RoutingContext http, Consumer<RoutingContext> then) {
        String accept = http.request().getHeader(HttpHeaders.ACCEPT);
        if (accept != null && accept.toLowerCase(Locale.ROOT).contains(EVENT_STREAM)) {
            then.accept(http);
        } else {
            http.next();
        }
    }

    private void receive(RoutingContext http) {
        new BodyIntake(
                        http.request(),
                        bodyBytes,
                        body -> start(http, body),
                        problem -> ProblemWriter.write(http, problem))
                .begin();
    }

    private void start(RoutingContext http, Buffer body) {
        String agent = Objects.requireNonNull(http.pathParam("agent"));
        RunStreamRoutes.<Started>answer(
                http,
                () -> LargeBodies.read(
                        http.vertx(), body.length(), () -> runs.start(StartBody.read(http, agent, body.getBytes()))),
                started -> begun(http, started));
    }

    private void begun(RoutingContext http, Started started) {
        RunHeaders.of(started).forEach(http.response()::putHeader);
        stream.serve(http, started.run());
    }

    private void follow(RoutingContext http) {
        Caller caller = Door.callerOf(http);
        String run = Objects.requireNonNull(http.pathParam("run"));
        RunStreamRoutes.<RunRecord>answer(
                http, () -> lookUps.ask(() -> runs.find(caller, run)), found -> stream.serve(http, found));
    }

    /** Goes on where the request came in: on its own event loop. */
    private static <T> void answer(RoutingContext http, Supplier<Uni<? extends T>> work, Consumer<T> then) {
        Context here = http.vertx().getOrCreateContext();
        var _ = Uni.createFrom()
                .deferred(work)
                .subscribe()
                .with(
                        found -> here.runOnContext(_ -> then.accept(found)),
                        failure -> here.runOnContext(_ -> ProblemWriter.write(http, failure)));
    }
}
