package io.sallyport.edge.runs;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sallyport.config.SallyportConfig;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.edge.error.ProblemWriter;
import io.sallyport.edge.filter.Door;
import io.sallyport.edge.health.Draining;
import io.sallyport.identity.Caller;
import io.sallyport.run.ApprovalBoard;
import io.sallyport.run.Approvals;
import io.sallyport.run.stream.FewAtOnce;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** {@code GET /v1/approvals} where {@code Accept} asks for a stream, taken before the REST layer sees it. All others pass. */
@Singleton
class ApprovalStreamRoutes {
    private static final int LOOK_UPS_AT_ONCE = 2;
    private static final int MOST_WAITING = 1_000;

    /** Streams of this replica at once: each is a connection that lasts for minutes, and a person needs one. */
    private static final int MOST_OPEN = 1_000;

    private static final int COME_BACK_SECONDS = 5;

    /** Whether the store answers at all. */
    private final Function<Caller, Uni<?>> look;

    private final ApprovalBoard board;
    private final Draining draining;
    private final ObjectMapper json;
    private final long heartbeatMillis;
    private final FewAtOnce lookUps = new FewAtOnce(LOOK_UPS_AT_ONCE, MOST_WAITING);
    private final int mostOpen;
    private final AtomicInteger open = new AtomicInteger();

    @Inject
    ApprovalStreamRoutes(
            Approvals approvals, ApprovalBoard board, Draining draining, ObjectMapper json, SallyportConfig config) {
        this(
                caller -> approvals.waiting(caller, null, 1),
                board,
                draining,
                json,
                config.stream().heartbeat().toMillis(),
                MOST_OPEN);
    }

    ApprovalStreamRoutes(
            Function<Caller, Uni<?>> look,
            ApprovalBoard board,
            Draining draining,
            ObjectMapper json,
            long heartbeatMillis,
            int mostOpen) {
        this.look = look;
        this.board = board;
        this.draining = draining;
        this.json = json;
        this.heartbeatMillis = heartbeatMillis;
        this.mostOpen = mostOpen;
    }

    void register(@Observes Router routes) {
        routes.get("/v1/approvals")
                .order(Door.NEXT)
                .handler(http -> RunStreamRoutes.ifStreamed(http, asked -> follow(asked, Door.callerOf(asked))));
    }

    /** One look first: a store that does not answer is told with a status, which a stream has given already. */
    void follow(RoutingContext http, Caller caller) {
        Context here = http.vertx().getOrCreateContext();
        var _ = lookUps.ask(() -> look.apply(caller).replaceWithVoid())
                .subscribe()
                .with(
                        there -> here.runOnContext(_ -> begin(http, caller)),
                        failure -> here.runOnContext(_ -> ProblemWriter.write(http, failure)));
    }

    private void begin(RoutingContext http, Caller caller) {
        if (http.response().closed()) {
            return;
        }
        if (open.incrementAndGet() > mostOpen) {
            open.decrementAndGet();
            ProblemWriter.write(http, full());
            return;
        }
        new ApprovalConnection(http, caller, json, open::decrementAndGet).begin(board, heartbeatMillis, draining);
    }

    private static Problem full() {
        return Problem.of(
                        ProblemCode.OVERLOADED,
                        "This replica has as many streams of approvals open as it may.",
                        "Close those that you do not read, or ask for JSON: the list is the same.")
                .with(Problem.RETRY_AFTER_SECONDS, COME_BACK_SECONDS);
    }
}
