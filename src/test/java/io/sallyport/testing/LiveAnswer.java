package io.sallyport.testing;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An answer that is still coming: its head is here, its body is collected in the background. */
public final class LiveAnswer {
    private final HttpResponse<InputStream> response;
    private final long startedAt;
    private final List<SseEvent> events = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final Thread reader;
    private volatile boolean broken;

    LiveAnswer(HttpResponse<InputStream> response, long startedAt) {
        this.response = response;
        this.startedAt = startedAt;
        reader = Thread.ofVirtual().name("answer reader").start(this::collect);
    }

    public int status() {
        return response.statusCode();
    }

    /** The text delivered so far. */
    public String text() {
        return Deltas.text(events);
    }

    /** The events delivered so far, comments among them. */
    public List<SseEvent> events() {
        return List.copyOf(events);
    }

    /** Waits until the delivered text is at least {@code text}. */
    public LiveAnswer awaitText(String text) {
        await().atMost(TestClient.PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> text().startsWith(text));
        return this;
    }

    /** Goes away without waiting for the end. */
    public void disconnect() {
        try {
            response.body().close();
        } catch (IOException e) {
            throw new AssertionError("closing our own side cannot fail", e);
        }
    }

    /** Waits for the end. */
    public Answer answer() {
        try {
            if (!reader.join(TestClient.PATIENCE)) {
                disconnect();
                throw new AssertionError("the answer has no end; so far: " + body);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        HttpHeaders headers = response.headers();
        return new Answer(status(), headers, body.toByteArray(), List.copyOf(events), broken, since());
    }

    private void collect() {
        SseParser parser = new SseParser();
        byte[] buffer = new byte[8192];
        try (InputStream in = response.body()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                Duration now = since();
                body.write(buffer, 0, n);
                for (int i = 0; i < n; i++) {
                    parser.take(buffer[i], now).ifPresent(events::add);
                }
            }
        } catch (IOException e) {
            broken = true;
        }
    }

    private Duration since() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }
}
