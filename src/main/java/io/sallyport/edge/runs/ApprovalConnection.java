package io.sallyport.edge.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.core.json.Json;
import io.sallyport.edge.health.Draining;
import io.sallyport.identity.Caller;
import io.sallyport.run.ApprovalBoard;
import io.sallyport.run.ApprovalLine;
import io.sallyport.run.Approvals;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.impl.ContextInternal;
import io.vertx.ext.web.RoutingContext;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One person's stream of what waits for them, on its own event loop. Nothing is queued for a client that does not read: when it reads again it
 * is given a snapshot. It lasts for minutes, so that a permission that was taken away, or a token that is over, does not read on for ever.
 */
final class ApprovalConnection implements ApprovalBoard.Listener {
    private static final String OPENING = "retry: 1000\n\n";
    private static final String HEARTBEAT = ": still here\n\n";
    private static final String LEAVING = ": come back for a new snapshot\n\n";

    /** A client that has taken nothing for so many heartbeats is let go. */
    private static final int PATIENCE = 12;

    private static final long LIFE_MILLIS = 5 * 60_000;
    /** Bytes; longer arguments are shown by the list alone. */
    private static final int MOST_ARGUMENTS = 64 * 1024;

    private final HttpServerResponse response;
    private final Context home;
    private final Caller caller;
    private final ObjectMapper json;
    private final long heartbeatMillis;
    private ApprovalBoard.@Nullable Watch watch;
    private Draining.@Nullable Active served;
    private long heartbeat;
    private long life;
    private int stuck;
    private boolean behind;
    private boolean over;

    ApprovalConnection(RoutingContext http, Caller caller, ObjectMapper json, long heartbeatMillis) {
        this.response = http.response();
        this.home = ContextInternal.current();
        this.caller = caller;
        this.json = json;
        this.heartbeatMillis = heartbeatMillis;
    }

    void begin(ApprovalBoard board, Draining draining) {
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Accel-Buffering", "no");
        response.closeHandler(closed -> gone());
        response.exceptionHandler(broken -> gone());
        response.drainHandler(drained -> caughtUp());
        var _ = response.write(OPENING);
        heartbeat = home.owner().setPeriodic(heartbeatMillis, beat -> beat());
        life = home.owner().setTimer(LIFE_MILLIS, due -> leave());
        served = draining.registerContinuable(() -> home.runOnContext(here -> leave()));
        if (!over) {
            watch = board.watch(caller.identity().tenant(), this);
        }
    }

    @Override
    public void snapshot(List<ApprovalLine> open) {
        home.runOnContext(here -> {
            if (mayWrite()) {
                ObjectNode data = Json.object().put("type", "snapshot");
                ArrayNode all = data.putArray("data");
                open.stream()
                        .filter(line -> Approvals.mayDecide(caller, line))
                        .forEach(line -> all.add(json.<ObjectNode>valueToTree(answer(line))));
                write("snapshot", data);
            }
        });
    }

    @Override
    public void required(ApprovalLine line) {
        told("approval.required", line);
    }

    @Override
    public void decided(ApprovalLine line) {
        told("approval.decided", line);
    }

    private void told(String event, ApprovalLine line) {
        if (Approvals.mayDecide(caller, line)) {
            home.runOnContext(here -> {
                if (mayWrite()) {
                    ObjectNode data = Json.object().put("type", event);
                    data.setAll(json.<ObjectNode>valueToTree(answer(line)));
                    write(event, data);
                }
            });
        }
    }

    private static ApprovalAnswer answer(ApprovalLine line) {
        boolean isLong = line.arguments() != null && line.arguments().length() > MOST_ARGUMENTS;
        return ApprovalAnswer.of(isLong ? line.withoutArguments() : line);
    }

    /** Whether there is room; where not, a snapshot makes up for it later. */
    private boolean mayWrite() {
        behind |= response.writeQueueFull();
        return !over && !behind;
    }

    private void write(String event, ObjectNode data) {
        try {
            var _ = response.write("event: " + event + "\ndata: " + json.writeValueAsString(data) + "\n\n");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void caughtUp() {
        ApprovalBoard.Watch now = watch;
        if (behind && now != null) {
            behind = false;
            now.again();
        }
    }

    private void beat() {
        if (!response.writeQueueFull()) {
            stuck = 0;
            var _ = response.write(HEARTBEAT);
        } else if (++stuck == PATIENCE) {
            gone();
            var _ = response.reset();
        }
    }

    private void leave() {
        if (!over) {
            over();
            var _ = response.end(LEAVING).onComplete(done -> left());
        }
    }

    private void gone() {
        if (!over) {
            over();
            left();
        }
    }

    private void over() {
        over = true;
        home.owner().cancelTimer(heartbeat);
        home.owner().cancelTimer(life);
        ApprovalBoard.Watch ended = watch;
        watch = null;
        if (ended != null) {
            ended.close();
        }
    }

    private void left() {
        Draining.Active done = served;
        if (done != null) {
            done.ended();
        }
    }
}
