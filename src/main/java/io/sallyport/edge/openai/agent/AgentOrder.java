package io.sallyport.edge.openai.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.checkpoint.NewRun.Busy;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.Sha256;
import io.sallyport.core.json.Json;
import io.sallyport.dialect.openai.ChatRequest;
import io.sallyport.edge.filter.Door;
import io.sallyport.edge.filter.RequestId;
import io.sallyport.edge.runs.Metadata;
import io.sallyport.idempotency.KeyHeader;
import io.sallyport.identity.AgentIdentity;
import io.sallyport.run.StartOrder;
import io.sallyport.run.reply.Asked;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A chat completion as an order to an agent.
 *
 * @param asked what makes another request the same one
 * @param retry how often the client's SDK has sent it before; 0 where it does not say so, or where a key says it better
 */
record AgentOrder(StartOrder start, Asked asked, int retry) {
    static final String MODELS = "agents/";
    static final String THREAD = "X-Sallyport-Thread";
    static final String RETRY = "x-stainless-retry-count";

    private static final String ENDPOINT = "POST /v1/chat/completions";
    private static final Pattern THREAD_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}");
    private static final Pattern COUNT = Pattern.compile("\\d{1,4}");
    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    /** @throws io.sallyport.core.ProblemException naming the field or header at fault */
    static AgentOrder of(RoutingContext http, ChatRequest chat) {
        HttpServerRequest request = http.request();
        JsonNode body = body(chat);
        Optional<String> thread = thread(request);
        Optional<String> key = KeyHeader.of(request.headers().getAll(KeyHeader.NAME));
        Sha256 hash = fingerprint(body, thread, key.isPresent());
        StartOrder start = new StartOrder(
                Door.callerOf(http),
                chat.model().substring(MODELS.length()),
                thread.isPresent() ? Conversation.last(body) : Conversation.whole(body),
                Metadata.of(body),
                thread,
                Busy.ENQUEUE,
                key,
                ENDPOINT,
                hash,
                RequestId.of(http),
                traceparent(request).orElse(null));
        AgentIdentity who = start.caller().identity();
        return new AgentOrder(
                start,
                new Asked(who.tenant(), who.client(), who.subject(), hash),
                key.isPresent() ? 0 : retry(request));
    }

    private static JsonNode body(ChatRequest chat) {
        return Json.parse(chat.body())
                .orElseThrow(() -> Problem.of(
                                ProblemCode.INVALID_JSON,
                                "An object in the body has a key twice, or something is nested or long beyond reason.",
                                "Send each key once.")
                        .exception());
    }

    /** Requests with a key are nobody's but that key's: they never count as repetitions of others. */
    private static Sha256 fingerprint(JsonNode body, Optional<String> thread, boolean keyed) {
        return Json.canonical(Json.array()
                        .add(ENDPOINT)
                        .add(thread.orElse(""))
                        .add(keyed)
                        .add(body))
                .sha256();
    }

    private static Optional<String> thread(HttpServerRequest request) {
        Optional<String> thread = Optional.ofNullable(request.getHeader(THREAD));
        if (thread.filter(id -> !THREAD_ID.matcher(id).matches()).isPresent()) {
            throw Problem.of(
                            ProblemCode.INVALID_REQUEST,
                            THREAD + " is not the id of a thread.",
                            "Send letters, digits and _ . : - only, or omit it for a new thread.")
                    .at(THREAD)
                    .exception();
        }
        return thread;
    }

    private static int retry(HttpServerRequest request) {
        String count = request.getHeader(RETRY);
        return count != null && COUNT.matcher(count).matches() ? Integer.parseInt(count) : 0;
    }

    private static Optional<String> traceparent(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader("traceparent"))
                .filter(header -> TRACEPARENT.matcher(header).matches());
    }
}
