package io.sallyport.edge.openai;

import io.sallyport.core.ProblemException;
import io.sallyport.edge.error.ProblemWriter;
import io.sallyport.edge.filter.Door;
import io.sallyport.identity.Caller;
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
    void register(@Observes Router routes) {
        routes.get("/v1/models").order(Door.NEXT).handler(this::list);
        routes.get("/v1/models/:model").order(Door.NEXT).handler(this::one);
        routes.route("/v1/models").order(Door.NEXT).handler(new OtherMethods("GET"));
        routes.route("/v1/models/:model").order(Door.NEXT).handler(new OtherMethods("GET"));
    }

    private void list(RoutingContext http) {
        Caller caller = Door.callerOf(http);
        JsonArray data = new JsonArray();
        RouteChoice.permitted(caller).forEach(alias -> data.add(model(caller, alias)));
        answer(http, new JsonObject().put("object", "list").put("data", data));
    }

    private void one(RoutingContext http) {
        Caller caller = Door.callerOf(http);
        try {
            answer(
                    http,
                    model(
                            caller,
                            RouteChoice.of(caller, Objects.requireNonNull(http.pathParam("model")))
                                    .alias()));
        } catch (ProblemException refused) {
            ProblemWriter.write(http, refused.problem());
        }
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
