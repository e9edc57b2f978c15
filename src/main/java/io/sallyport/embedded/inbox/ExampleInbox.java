package io.sallyport.embedded.inbox;

import io.sallyport.config.EmbeddedFacts;
import io.sallyport.config.SallyportConfig;
import io.vertx.core.Context;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** The inbox's routes, all below {@link #PATH}. */
@Singleton
public class ExampleInbox {
    /** Where it lives on the gateway's own address. */
    public static final String PATH = "/embedded/inbox";

    /** Where it takes messages. */
    public static final String MCP = PATH + "/mcp";

    private final EmbeddedFacts config;
    private final Outbox outbox;

    ExampleInbox(SallyportConfig config, Pool pool) {
        this.config = config.embedded();
        this.outbox = new Outbox(pool);
    }

    /** Without embedded services there is no inbox and there are no routes. */
    void install(@Observes Router router) {
        if (config.inbox().isEmpty()) {
            return;
        }
        var _ = router.post(MCP).handler(new McpRoute(new InboxTools(outbox)));
        var _ = router.get(PATH + "/sent").handler(this::sent);
    }

    /** What was sent, for whoever wants to see it. */
    private void sent(RoutingContext context) {
        Context here = context.vertx().getOrCreateContext();
        var _ = outbox.latest()
                .subscribe()
                .with(
                        all -> here.runOnContext(_ -> {
                            JsonArray lines =
                                    new JsonArray(all.stream().map(Sent::line).toList());
                            var _ = context.json(new JsonObject().put("sent", lines));
                        }),
                        failure -> here.runOnContext(_ -> context.fail(503, failure)));
    }
}
