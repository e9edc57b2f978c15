package io.sallyport.edge.runs;

import io.sallyport.checkpoint.NewRun.Busy;
import io.sallyport.core.json.Json;
import io.sallyport.edge.filter.Door;
import io.sallyport.edge.filter.RequestId;
import io.sallyport.idempotency.KeyHeader;
import io.sallyport.run.StartOrder;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code {"input", "thread"?, "busy"?, "metadata"?}} and what the headers add to it. */
final class StartBody {
    private static final Pattern THREAD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}");
    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private StartBody() {}

    /** @throws io.sallyport.core.ProblemException naming the member or header at fault */
    static StartOrder read(RoutingContext http, String agent, byte @Nullable [] bytes) {
        Fields body = Fields.of(bytes, "input", "thread", "busy", "metadata");
        return new StartOrder(
                Door.callerOf(http),
                agent,
                InputParts.of(body.required("input", "Say what the agent is to do: {\"input\": \"…\"}.")),
                Metadata.of(body),
                thread(body),
                body.word("busy", "enqueue", "reject").filter("reject"::equals).isPresent()
                        ? Busy.REJECT
                        : Busy.ENQUEUE,
                KeyHeader.of(http.request().headers().getAll(KeyHeader.NAME)),
                "POST /v1/agents/" + agent + "/runs",
                Json.canonical(body.tree()).sha256(),
                RequestId.of(http),
                traceparent(http));
    }

    private static Optional<String> thread(Fields body) {
        Optional<String> thread = body.text("thread", 100);
        if (thread.filter(id -> !THREAD.matcher(id).matches()).isPresent()) {
            throw Fields.bad(
                    "thread",
                    "is not the id of a thread",
                    "Send letters, digits and _ . : - only, or omit it for a new thread.");
        }
        return thread;
    }

    private static @Nullable String traceparent(RoutingContext http) {
        String header = http.request().getHeader("traceparent");
        return header != null && TRACEPARENT.matcher(header).matches() ? header : null;
    }
}
