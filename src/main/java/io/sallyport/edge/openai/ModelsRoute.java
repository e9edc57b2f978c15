package io.sallyport.edge.openai;

import io.sallyport.core.ProblemException;
import io.sallyport.edge.error.ProblemWriter;
import io.sallyport.edge.filter.Door;
import io.sallyport.identity.Caller;
import io.sallyport.run.Agents;
import io.sallyport.stop.Stops;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Objects;

/** {@code GET /v1/models} and {@code GET /v1/models/{model}}: what the caller may use, and nothing else. */
@Singleton
class ModelsRoute {
    /** What is in front of an agent's name where it stands for a model. */
    private static final String AGENTS = "agents/";

    private final Stops stops;

    ModelsRoute(Stops stops) {
        this.stops = stops;
    }

    void register(@Observes Router routes) {
        routes.get("/v1/models").order(Door.NEXT).handler(this::list);
        routes.get("/v1/models/:model").order(Door.NEXT).handler(this::one);
        routes.get("/v1/models/agents/:agent").order(Door.NEXT).handler(this::agent);
        routes.route("/v1/models").order(Door.NEXT).handler(new OtherMethods("GET"));
        routes.route("/v1/models/:model").order(Door.NEXT).handler(new OtherMethods("GET"));
        routes.route("/v1/models/agents/:agent").order(Door.NEXT).handler(new OtherMethods("GET"));
    }

    private void list(RoutingContext http) {
        Caller caller = Door.callerOf(http);
        JsonArray data = new JsonArray();
        RouteChoice.permitted(caller).forEach(alias -> data.add(model(caller, alias)));
        Agents.permitted(caller).stream()
                .filter(agent -> stops.overAgent(agent).isEmpty())
                .forEach(agent -> data.add(model(caller, AGENTS + agent)));
        answer(http, new JsonObject().put("object", "list").put("data", data));
    }

    private void one(RoutingContext http) {
        answer(http, Objects.requireNonNull(http.pathParam("model")));
    }

    // Clients that write the slash of the name into the path as it is.
    private void agent(RoutingContext http) {
        answer(http, AGENTS + Objects.requireNonNull(http.pathParam("agent")));
    }

    private static void answer(RoutingContext http, String name) {
        Caller caller = Door.callerOf(http);
        try {
            answer(http, model(caller, known(caller, name)));
        } catch (ProblemException refused) {
            ProblemWriter.write(http, refused.problem());
        }
    }

    private static String known(Caller caller, String name) {
        return name.startsWith(AGENTS)
                ? AGENTS
                        + Agents.of(caller, name.substring(AGENTS.length()))
                                .agent()
                                .name()
                : RouteChoice.of(caller, name).alias();
    }

    private static JsonObject model(Caller caller, String alias) {
        return new JsonObject()
                .put("id", alias)
                .put("object", "model")
                .put("created", caller.catalog().loadedAt().getEpochSecond())
                .put("owned_by", "sallyport");
    }

    private static void answer(RoutingContext http, JsonObject body) {
        http.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        http.response().end(body.toBuffer());
    }
}
