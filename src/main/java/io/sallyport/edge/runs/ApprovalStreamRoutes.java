package io.sallyport.edge.runs;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sallyport.config.SallyportConfig;
import io.sallyport.edge.error.ProblemWriter;
import io.sallyport.edge.filter.Door;
import io.sallyport.edge.health.Draining;
import io.sallyport.identity.Caller;
import io.sallyport.run.ApprovalBoard;
import io.sallyport.run.Approvals;
import io.sallyport.run.stream.FewAtOnce;
import io.vertx.core.Context;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** {@code GET /v1/approvals} where {@code Accept} asks for a stream, taken before the REST layer sees it. All others pass. */
@Singleton
class ApprovalStreamRoutes {
    private static final int LOOK_UPS_AT_ONCE = 2;
    private static final int MOST_WAITING = 1_000;

    private final Approvals approvals;
    private final ApprovalBoard board;
    private final Draining draining;
    private final ObjectMapper json;
    private final long heartbeatMillis;
    private final FewAtOnce lookUps = new FewAtOnce(LOOK_UPS_AT_ONCE, MOST_WAITING);

    ApprovalStreamRoutes(
            Approvals approvals, ApprovalBoard board, Draining draining, ObjectMapper json, SallyportConfig config) {
        this.approvals = approvals;
        this.board = board;
        this.draining = draining;
        this.json = json;
        this.heartbeatMillis = config.stream().heartbeat().toMillis();
    }

    void register(@Observes Router routes) {
        routes.get("/v1/approvals").order(Door.NEXT).handler(http -> RunStreamRoutes.ifStreamed(http, this::follow));
    }

    /** One look first: a store that does not answer is told with a status, which a stream has given already. */
    private void follow(RoutingContext http) {
        Caller caller = Door.callerOf(http);
        Context here = http.vertx().getOrCreateContext();
        var _ = lookUps.ask(() -> approvals.waiting(caller, null, 1))
                .subscribe()
                .with(
                        there -> here.runOnContext(_ -> begin(http, caller)),
                        failure -> here.runOnContext(_ -> ProblemWriter.write(http, failure)));
    }

    private void begin(RoutingContext http, Caller caller) {
        if (!http.response().closed()) {
            new ApprovalConnection(http, caller, json, heartbeatMillis).begin(board, draining);
        }
    }
}
