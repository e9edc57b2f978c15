package io.sallyport.crash;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The event stream of one run as a client sees it who comes back, to another replica each time, with the last id it has: each durable
 * frame as it came, byte for byte. What contradicts an earlier frame was taken back.
 */
final class Watched {
    /** Longer than two heartbeats are apart: who is silent for so long is frozen, or cut off. */
    private static final Duration SILENCE = Duration.ofSeconds(11);

    private static final Duration PAUSE = Duration.ofMillis(150);

    private static final ScheduledExecutorService WATCHDOG = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("silent streams").factory());

    private final RunClient client;
    private final String run;
    private final Map<Long, String> frames = new TreeMap<>();
    private final List<String> contradictions = new ArrayList<>();
    private int connections;
    private boolean ended;

    Watched(RunClient client, String run) {
        this.client = client;
        this.run = run;
    }

    /** Reads until the end of the run, or for so long. */
    Watched follow(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!ended && System.nanoTime() < deadline) {
            connect(deadline);
            if (!ended) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
        return this;
    }

    boolean ended() {
        return ended;
    }

    int connections() {
        return connections;
    }

    /** Frames by their sequence number. */
    Map<Long, String> frames() {
        return frames;
    }

    List<String> contradictions() {
        return contradictions;
    }

    private void connect(long deadline) {
        HttpRequest.Builder request =
                client.request("/v1/runs/" + run + "/events").header("Accept", "text/event-stream");
        if (!frames.isEmpty()) {
            request.header("Last-Event-ID", Long.toString(last()));
        }
        try {
            HttpResponse<InputStream> answer = client.http().send(request.build(), BodyHandlers.ofInputStream());
            connections++;
            if (answer.statusCode() == 204) {
                ended = true;
            } else if (answer.statusCode() == 200) {
                read(answer.body(), deadline);
            } else {
                answer.body().close();
            }
        } catch (IOException broken) {
            // The next replica, then.
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A run that sleeps for ever has a stream that beats for ever. */
    private void read(InputStream in, long deadline) throws IOException {
        ScheduledFuture<?> silent = silence(in);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        int previous = 0;
        try (in) {
            for (int n = in.read(buffer); n >= 0 && System.nanoTime() < deadline; n = in.read(buffer)) {
                silent.cancel(false);
                silent = silence(in);
                for (int i = 0; i < n; i++) {
                    frame.write(buffer[i]);
                    if (buffer[i] == '\n' && previous == '\n') {
                        take(frame.toString(StandardCharsets.UTF_8));
                        frame.reset();
                    }
                    previous = buffer[i];
                }
            }
        } finally {
            silent.cancel(false);
        }
    }

    private static ScheduledFuture<?> silence(InputStream in) {
        return WATCHDOG.schedule(
                () -> {
                    try {
                        in.close();
                    } catch (IOException e) {
                        // It is closed, whatever that said.
                    }
                },
                SILENCE.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Only what has a whole number for an id is durable; pieces of answers and comments are not. */
    private void take(String frame) {
        String id = frame.lines()
                .filter(line -> line.startsWith("id:"))
                .map(line -> line.substring(3).strip())
                .findFirst()
                .orElse("");
        if (!id.matches("[0-9]+")) {
            return;
        }
        long seq = Long.parseLong(id);
        String before = frames.putIfAbsent(seq, frame);
        if (before != null && !before.equals(frame)) {
            contradictions.add(run + " " + seq + ": " + before + " became " + frame);
        }
        if (before == null && seq != frames.size()) {
            contradictions.add(run + " " + seq + " came with " + (frames.size() - 1) + " before it");
        }
        ended |= isEnd(frame);
    }

    private long last() {
        return frames.keySet().stream().reduce(0L, Math::max);
    }

    private static boolean isEnd(String frame) {
        return frame.lines()
                .anyMatch(line -> line.matches("event: ?run\\.(completed|failed|cancelled|expired|limit_exceeded)"));
    }
}
