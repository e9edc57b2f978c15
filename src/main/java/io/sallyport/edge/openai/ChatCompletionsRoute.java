package io.sallyport.edge.openai;

import io.sallyport.catalog.RouteSpec;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.ProblemException;
import io.sallyport.dialect.openai.ChatRequest;
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

/** {@code POST /v1/chat/completions}, streamed and not. */
@Singleton
class ChatCompletionsRoute {
    static final String PATH = "/v1/chat/completions";

    private final ModelRouter router;
    private final AgentChat agents;
    private final EdgeLimits limits;
    private final Draining draining;

    ChatCompletionsRoute(ModelRouter router, AgentChat agents, EdgeLimits limits, Draining draining) {
        this.router = router;
        this.agents = agents;
        this.limits = limits;
        this.draining = draining;
    }

    void register(@Observes Router routes) {
        routes.post(PATH).order(Door.NEXT).handler(this::receive);
        routes.route(PATH).order(Door.NEXT).handler(new OtherMethods("POST"));
    }

    private void receive(RoutingContext http) {
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
                        body -> answer(http, body),
                        problem -> ProblemWriter.write(http, problem))
                .begin();
    }

    private static boolean isJson(String contentType) {
        return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith("application/json");
    }

    private void answer(RoutingContext http, Buffer body) {
        try {
            ChatRequest chat = ChatRequest.parse(body.getBytes(), limits.depth());
            if (AgentChat.isAsked(chat.model())) {
                agents.answer(http, chat);
            } else {
                begin(http, chat);
            }
        } catch (ProblemException refused) {
            ProblemWriter.write(http, refused.problem());
        }
    }

    private void begin(RoutingContext http, ChatRequest chat) {
        Caller caller = Door.callerOf(http);
        RouteSpec route = RouteChoice.of(caller, chat.model());
        Deadline deadline = RequestDeadline.of(http.request(), route.timeouts().total());
        CallStart start = new CallStart(
                RequestId.of(http),
                route,
                caller.identity().client(),
                Spenders.of(caller),
                chat.stream(),
                http.request().getHeader("traceparent"),
                http.request().getHeader("tracestate"));
        HttpReply reply = new HttpReply(http, start, limits.heartbeat(), draining);
        reply.answers(answer -> router.call(new CallRequest(start, caller.catalog(), chat, deadline), answer));
    }
}
