package io.sallyport.streams;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * A client of a run's stream that is cut at a byte that chance chooses, comes back to the other replica with its cursor, and so on. Who is told
 * that there are too many at the moment comes back a little later.
 */
final class Follower {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private static final int MOST_PAUSE_MILLIS = 500;

    private final List<String> replicas;
    private final String token;
    private final String run;
    private final StringBuilder durable = new StringBuilder();
    private String cursor = "";
    private boolean ended;
    private int cuts;
    private boolean refused;
    private int refusals;

    Follower(List<String> replicas, String token, String run) {
        this.replicas = replicas;
        this.token = token;
        this.run = run;
    }

    /** To the end of the run; the frames of its events, one behind the other. */
    String follow(RandomGenerator chance, int mostBytes) {
        for (int visit = chance.nextInt(replicas.size()); !ended; visit++) {
            if (refused) {
                LockSupport.parkNanos(
                        Duration.ofMillis(chance.nextInt(MOST_PAUSE_MILLIS)).toNanos());
            }
            visit(
                    replicas.get(visit % replicas.size()),
                    mostBytes == 0 ? Integer.MAX_VALUE : chance.nextInt(mostBytes));
        }
        return durable.toString();
    }

    int cuts() {
        return cuts;
    }

    /** How often it was told to come back later. */
    int refusals() {
        return refusals;
    }

    private void visit(String replica, int bytes) {
        try {
            HttpResponse<InputStream> response = HTTP.send(request(replica), BodyHandlers.ofInputStream());
            refused = response.statusCode() == 503;
            try (InputStream body = response.body()) {
                switch (response.statusCode()) {
                    case 204 -> ended = true;
                    case 200 -> {
                        String read = new String(body.readNBytes(bytes), StandardCharsets.UTF_8);
                        cuts++;
                        Frame.all(read).forEach(this::take);
                    }
                    case 503 -> refusals++;
                    default -> throw new AssertionError("answered " + response.statusCode());
                }
            }
        } catch (IOException broken) {
            cuts++; // as good as a cut: it comes back
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest request(String replica) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(replica + "/v1/runs/" + run + "/events"))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream");
        return (cursor.isEmpty() ? request : request.header("Last-Event-ID", cursor)).build();
    }

    private void take(Frame frame) {
        if (!frame.id().isEmpty()) {
            cursor = frame.id();
        }
        if (frame.durable()) {
            durable.append(frame.text());
        }
    }
}
