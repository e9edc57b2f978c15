package io.sallyport.bench.runs;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Follows a run's events and notes when each came. Everything happens on its connection's event loop. */
final class Watcher {
    private static final byte[] ID = "id: ".getBytes(StandardCharsets.US_ASCII);

    /** An event of the journal, as it came: {@code frame} is its text. */
    record Seen(long seq, Instant at, String frame) {}

    private final List<Seen> seen = new ArrayList<>();
    private final CompletableFuture<Instant> open = new CompletableFuture<>();
    private final CompletableFuture<Seen> first = new CompletableFuture<>();
    private final CompletableFuture<List<Seen>> end = new CompletableFuture<>();
    private final boolean withText;
    private Buffer rest = Buffer.buffer();

    private Watcher(boolean withText) {
        this.withText = withText;
    }

    /**
     * @param after    the last event that is not wanted
     * @param withText whether to keep the frames
     */
    static Watcher of(HttpClient client, int port, String token, String run, long after, boolean withText) {
        Watcher watcher = new Watcher(withText);
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI("/v1/runs/" + run + "/events?after=" + after)
                .putHeader("Authorization", "Bearer " + token)
                .putHeader("Accept", "text/event-stream");
        var _ = client.request(options)
                .compose(HttpClientRequest::send)
                .onSuccess(watcher::follow)
                .onFailure(watcher::fail);
        return watcher;
    }

    /** When the answer's head came. */
    CompletableFuture<Instant> open() {
        return open;
    }

    CompletableFuture<Seen> first() {
        return first;
    }

    /** Everything, once the stream has ended. */
    CompletableFuture<List<Seen>> end() {
        return end;
    }

    private void follow(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            fail(new IllegalStateException("a watcher was answered " + response.statusCode()));
            return;
        }
        open.complete(Instant.now());
        response.handler(this::read).endHandler(done -> end.complete(seen)).exceptionHandler(this::fail);
    }

    private void fail(Throwable failure) {
        open.completeExceptionally(failure);
        first.completeExceptionally(failure);
        end.completeExceptionally(failure);
    }

    private void read(Buffer part) {
        Instant now = Instant.now();
        Buffer all = rest.length() == 0 ? part : rest.appendBuffer(part);
        int from = 0;
        for (int i = 1; i < all.length(); i++) {
            if (all.getByte(i) == '\n' && all.getByte(i - 1) == '\n') {
                take(all.getBuffer(from, i + 1), now);
                from = i + 1;
            }
        }
        rest = all.getBuffer(from, all.length());
    }

    private void take(Buffer frame, Instant now) {
        long seq = seq(frame);
        if (seq > 0) {
            Seen event = new Seen(seq, now, withText ? frame.toString() : "");
            seen.add(event);
            first.complete(event);
        }
    }

    /** Zero for what is no event of the journal: comments, and pieces, whose ids have dots. */
    private static long seq(Buffer frame) {
        for (int i = 0; i < ID.length; i++) {
            if (frame.getByte(i) != ID[i]) {
                return 0;
            }
        }
        long seq = 0;
        for (int i = ID.length; frame.getByte(i) != '\n'; i++) {
            int digit = frame.getByte(i) - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            seq = seq * 10 + digit;
        }
        return seq;
    }
}
