package io.sallyport.edge.openai;

import io.sallyport.catalog.RouteSpec;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.ProblemException;
import io.sallyport.dialect.openai.ChatRequest;
import io.sallyport.dialect.openai.EmbeddingRequest;
import io.sallyport.dialect.openai.UpstreamRequest;
import io.sallyport.edge.body.BodyIntake;
import io.sallyport.edge.error.ProblemWriter;
import io.sallyport.edge.filter.Door;
import io.sallyport.edge.filter.RequestId;
import io.sallyport.edge.filter.Spenders;
import io.sallyport.edge.health.Draining;
import io.sallyport.edge.openai.agent.AgentChat;
import io.sallyport.identity.Caller;
import io.sallyport.resilience.Deadline;
import io.sallyport.routing.CallRequest;
import io.sallyport.routing.CallStart;
import io.sallyport.routing.ModelRouter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.function.BiConsumer;

/** {@code POST /v1/chat/completions}, streamed and not, and {@code POST /v1/embeddings}: the same way to a model. */
@Singleton
class ModelCallRoutes {
    private static final String CHAT = "/v1/chat/completions";
    private static final String EMBEDDINGS = "/v1/embeddings";

    private final ModelRouter router;
    private final AgentChat agents;
    private final KeyedReplies keys;
    private final EdgeLimits limits;
    private final Draining draining;

    ModelCallRoutes(ModelRouter router, AgentChat agents, KeyedReplies keys, EdgeLimits limits, Draining draining) {
        this.router = router;
        this.agents = agents;
        this.keys = keys;
        this.limits = limits;
        this.draining = draining;
    }

    void register(@Observes Router routes) {
        routes.post(CHAT).order(Door.NEXT).handler(http -> receive(http, this::chat));
        routes.post(EMBEDDINGS).order(Door.NEXT).handler(http -> receive(http, this::embeddings));
        routes.route(CHAT).order(Door.NEXT).handler(new OtherMethods("POST"));
        routes.route(EMBEDDINGS).order(Door.NEXT).handler(new OtherMethods("POST"));
    }

    private void receive(RoutingContext http, BiConsumer<RoutingContext, byte[]> answer) {
        HttpServerRequest request = http.request();
        if (!isJson(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
            ProblemWriter.write(
                    http,
                    Problem.of(
                                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                                    "The request body is not declared as JSON.",
                                    "Send Content-Type: application/json.")
                            .at("Content-Type"));
            return;
        }
        new BodyIntake(
                        request,
                        limits.bodyBytes(),
                        body -> answer(http, body, answer),
                        problem -> ProblemWriter.write(http, problem))
                .begin();
    }

    private static boolean isJson(String contentType) {
        return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith("application/json");
    }

    private void chat(RoutingContext http, byte[] body) {
        ChatRequest chat = ChatRequest.parse(body, limits.depth());
        if (AgentChat.isAsked(chat.model())) {
            agents.answer(http, chat);
        } else {
            begin(http, chat);
        }
    }

    private void embeddings(RoutingContext http, byte[] body) {
        begin(http, EmbeddingRequest.parse(body, limits.depth()));
    }

    private static void answer(RoutingContext http, Buffer body, BiConsumer<RoutingContext, byte[]> answer) {
        try {
            answer.accept(http, body.getBytes());
        } catch (ProblemException refused) {
            ProblemWriter.write(http, refused.problem());
        }
    }

    private void begin(RoutingContext http, UpstreamRequest asked) {
        Caller caller = Door.callerOf(http);
        RouteSpec route = RouteChoice.of(caller, asked.model());
        Deadline deadline = RequestDeadline.of(http.request(), route.timeouts().total());
        CallStart start = new CallStart(
                RequestId.of(http),
                route,
                caller.identity().client(),
                Spenders.of(caller),
                asked.operation(),
                asked.stream(),
                http.request().getHeader("traceparent"),
                http.request().getHeader("tracestate"));
        UpstreamRequest ruled = route.fields().isNone() ? asked : asked.under(route.fields(), limits.depth());
        HttpReply reply = new HttpReply(http, start, limits.heartbeat(), draining);
        keys.answers(
                http,
                route,
                asked.body(),
                reply,
                answer -> router.call(new CallRequest(start, caller.catalog(), ruled, deadline), answer));
    }
}
