package io.sallyport.crash;

import io.sallyport.testing.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A caller who does not give up: what was not answered is sent again, with the same key, to the next replica. */
final class RunClient {
    private static final Duration ONE_TRY = Duration.ofSeconds(4);
    private static final Duration PAUSE = Duration.ofMillis(150);
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Cluster cluster;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final AtomicInteger turn = new AtomicInteger();

    RunClient(Cluster cluster) {
        this.cluster = cluster;
    }

    /** The id of the run that {@code number} stands for, once somebody has accepted it. */
    String start(EffectClass effect, String number) {
        String body = Json.write(Map.of("input", CrashCatalogue.input(effect, number)));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String last = "";
        while (System.nanoTime() < deadline) {
            try {
                HttpResponse<String> answer = http.send(
                        request("/v1/agents/" + effect.agent() + "/runs", token(effect, number))
                                .header("Content-Type", "application/json")
                                .header("Idempotency-Key", "\"" + number + "\"")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
                if (answer.statusCode() == 202) {
                    return Json.parse(answer.body()).path("id").asText();
                }
                last = answer.statusCode() + " " + answer.body();
                if (answer.statusCode() == 400 || answer.statusCode() == 403 || answer.statusCode() == 404) {
                    throw new AssertionError("a run was refused: " + last);
                }
            } catch (IOException e) {
                last = e.toString();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new AssertionError("nobody has accepted " + number + " within " + PATIENCE + "; last: " + last);
    }

    /** Who is done something for comes in person, each time with a token that is good for a moment. */
    private String token(EffectClass effect, String number) {
        return effect == EffectClass.USER ? cluster.userToken(number, Users.TOKEN) : cluster.token();
    }

    /** To the next replica, whichever that is. */
    HttpRequest.Builder request(String path) {
        int next = Math.floorMod(turn.getAndIncrement(), cluster.replicas().size());
        return HttpRequest.newBuilder(URI.create(cluster.replicas().get(next).url() + path))
                .timeout(ONE_TRY)
                .header("Authorization", "Bearer " + cluster.token());
    }

    /** The same, by a person. */
    HttpRequest.Builder request(String path, String token) {
        return request(path).setHeader("Authorization", "Bearer " + token);
    }

    HttpClient http() {
        return http;
    }
}
