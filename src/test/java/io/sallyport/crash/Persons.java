package io.sallyport.crash;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.testing.Json;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * The persons at the desk: they look at what waits and decide it, each approval in a manner that follows from its order. What was not
 * answered is sent again to the next replica until somebody answers; every definite answer is kept, to be held against the rows.
 */
final class Persons implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(150);
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final long TOKEN_AGE_NANOS = Duration.ofMinutes(4).toNanos();

    private final Cluster cluster;
    private final RunClient client;
    private final ExecutorService desk = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final Queue<Word> words = new ConcurrentLinkedQueue<>();
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();
    private volatile boolean over;

    /** What becomes of an order: {@link #of} is the same for the same order. */
    enum Manner {
        APPROVED,
        DENIED,
        /** One approves and another denies at the same moment. */
        DISPUTED,
        /** The same person sends it twice at the same moment. */
        TWICE,
        /** And again when it has been answered. */
        REPEATED;

        static Manner of(String order) {
            return values()[Math.floorMod(order.hashCode(), values().length)];
        }
    }

    private record Token(String text, long at) {}

    private record Open(String id, String run, String order, String hash) {}

    Persons(Cluster cluster, RunClient client) {
        this.cluster = cluster;
        this.client = client;
        desk.execute(this::work);
    }

    /** What they have been told since the last time. */
    List<Word> words() {
        List<Word> told = new ArrayList<>();
        for (Word word = words.poll(); word != null; word = words.poll()) {
            told.add(word);
        }
        return told;
    }

    private void work() {
        while (!over) {
            for (Open open : open()) {
                if (seen.add(open.id())) {
                    decide(open);
                }
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private List<Open> open() {
        try {
            HttpResponse<String> answer = client.http()
                    .send(
                            client.request("/v1/approvals?limit=200", token("ada"))
                                    .build(),
                            BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                return List.of();
            }
            List<Open> open = new ArrayList<>();
            for (JsonNode line : Json.parse(answer.body()).path("data")) {
                open.add(new Open(
                        line.path("id").asText(),
                        line.path("run").asText(),
                        line.path("arguments").path("order").asText(),
                        line.path("argumentsHash").asText()));
            }
            return open;
        } catch (IOException nobodyThere) {
            return List.of();
        } catch (InterruptedException closed) {
            over = true;
            return List.of();
        }
    }

    private void decide(Open open) {
        switch (Manner.of(open.order())) {
            case APPROVED -> desk.execute(() -> post(open, "ada", "approve"));
            case DENIED -> desk.execute(() -> post(open, "bob", "deny"));
            case DISPUTED -> {
                desk.execute(() -> post(open, "ada", "approve"));
                desk.execute(() -> post(open, "bob", "deny"));
            }
            case TWICE -> {
                desk.execute(() -> post(open, "ada", "approve"));
                desk.execute(() -> post(open, "ada", "approve"));
            }
            case REPEATED ->
                desk.execute(() -> {
                    post(open, "ada", "approve");
                    post(open, "ada", "approve");
                });
        }
    }

    private void post(Open open, String person, String decision) {
        String body = Json.write(Map.of("decision", decision, "argumentsHash", open.hash()));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!over && System.nanoTime() < deadline) {
            try {
                HttpRequest request = client.request(
                                "/v1/runs/" + open.run() + "/approvals/" + open.id(), token(person))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build();
                if (isDefinite(open, client.http().send(request, BodyHandlers.ofString()))) {
                    return;
                }
            } catch (IOException unknown) {
                // Sent again: it is decided once, whoever was heard.
            } catch (InterruptedException closed) {
                return;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private boolean isDefinite(Open open, HttpResponse<String> answer) {
        JsonNode json = answer.statusCode() == 200 || answer.statusCode() == 409 ? Json.parse(answer.body()) : null;
        if (json == null || !json.has("decidedBy")) {
            return answer.statusCode() == 404 || answer.statusCode() == 422;
        }
        String decision = answer.statusCode() == 200
                ? json.path("state").asText()
                : json.path("decision").asText();
        words.add(
                new Word(open.id(), open.order(), json.path("decidedBy").asText(), decision.toLowerCase(Locale.ROOT)));
        return true;
    }

    private String token(String person) {
        return tokens.compute(
                        person,
                        (name, last) -> last == null || System.nanoTime() - last.at() > TOKEN_AGE_NANOS
                                ? new Token(cluster.personToken(name), System.nanoTime())
                                : last)
                .text();
    }

    @Override
    public void close() {
        over = true;
        desk.shutdownNow();
    }
}
