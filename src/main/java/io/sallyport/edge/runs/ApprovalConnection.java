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
import io.vertx.core.buffer.Buffer;
import io.vertx.core.impl.ContextInternal;
import io.vertx.ext.web.RoutingContext;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One person's stream of what waits for them, on its own event loop. Nothing is queued for a client that does not read: when it reads again it
 * is given a snapshot. It lasts for minutes, so that a permission that was taken away, or a token that is over, does not read on for ever.
 */
final class ApprovalConnection implements ApprovalBoard.Listener, SseConversation.Told {
    private static final String LEAVING = ": come back for a new snapshot\n\n";
    private static final long LIFE_MILLIS = 5 * 60_000;
    /** Bytes; longer arguments are shown by the list alone. */
    private static final int MOST_ARGUMENTS = 64 * 1024;

    private final Context home;
    private final SseConversation client;
    private final Caller caller;
    private final ObjectMapper json;
    private final Runnable ended;
    private ApprovalBoard.@Nullable Watch watch;
    private long life;
    private boolean behind;

    /** @param ended told once when the stream is over, however */
    ApprovalConnection(RoutingContext http, Caller caller, ObjectMapper json, Runnable ended) {
        this.home = ContextInternal.current();
        this.client = new SseConversation(http.response(), home, LEAVING, this);
        this.caller = caller;
        this.json = json;
        this.ended = ended;
    }

    void begin(ApprovalBoard board, long heartbeatMillis, Draining draining) {
        life = home.owner().setTimer(LIFE_MILLIS, due -> client.leave());
        client.begin(heartbeatMillis, draining);
        if (!client.isOver()) {
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
        behind |= !client.hasRoom();
        return !client.isOver() && !behind;
    }

    private void write(String event, ObjectNode data) {
        try {
            client.write(Buffer.buffer("event: " + event + "\ndata: " + json.writeValueAsString(data) + "\n\n"));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void room() {
        ApprovalBoard.Watch now = watch;
        if (behind && now != null) {
            behind = false;
            now.again();
        }
    }

    @Override
    public void slow() {
        // It is given a snapshot when it comes back.
    }

    @Override
    public void over() {
        home.owner().cancelTimer(life);
        ApprovalBoard.Watch last = watch;
        watch = null;
        if (last != null) {
            last.close();
        }
        ended.run();
    }
}
