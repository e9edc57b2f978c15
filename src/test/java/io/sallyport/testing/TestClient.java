package io.sallyport.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A caller: {@code client.chat("route").stream().send()}. It hides nothing of what came back, and when. */
public final class TestClient {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final String baseUrl;
    private final @Nullable String apiKey;
    private final Map<String, String> headers;

    public TestClient(String baseUrl, @Nullable String apiKey) {
        this(baseUrl, apiKey, Map.of());
    }

    private TestClient(String baseUrl, @Nullable String apiKey, Map<String, String> headers) {
        this.baseUrl = baseUrl;
        this.apiKey = apiKey;
        this.headers = headers;
    }

    /** The same client with another key. */
    public TestClient withKey(String key) {
        return new TestClient(baseUrl, key, headers);
    }

    /** The same client with no key at all. */
    public TestClient withoutKey() {
        return new TestClient(baseUrl, null, headers);
    }

    /** The same client, which also sends this header. */
    public TestClient withHeader(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new TestClient(baseUrl, apiKey, more);
    }

    /** A chat completion that asks {@code model}. */
    public ChatCall chat(String model) {
        return new ChatCall(this, model);
    }

    public Answer get(String path) {
        return open(request(path).GET()).answer();
    }

    /** An event stream, from its head on. */
    public LiveAnswer follow(String path) {
        return open(request(path).header("Accept", "text/event-stream").GET());
    }

    public Answer post(String path, String json) {
        return send("POST", path, json);
    }

    public Answer delete(String path) {
        return open(request(path).DELETE()).answer();
    }

    /** A POST with one more header. */
    public Answer post(String path, String json, String header, String value) {
        return open(request(path)
                        .header("Content-Type", "application/json")
                        .header(header, value)
                        .POST(HttpRequest.BodyPublishers.ofString(json)))
                .answer();
    }

    /** Any method; the body is JSON. */
    public Answer send(String method, String path, String json) {
        return open(request(path)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(json)))
                .answer();
    }

    /** The status of a GET; empty while nobody listens. */
    public Optional<Integer> statusOf(String path) {
        try {
            return Optional.of(HTTP.send(request(path).GET().build(), BodyHandlers.discarding())
                    .statusCode());
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A bare TCP connection to the gateway, for what a decent client would never do. */
    public RawConnection raw() {
        return RawConnection.to(URI.create(baseUrl).getPort());
    }

    /** The value of its {@code Authorization} header. */
    public String authorization() {
        return "Bearer " + apiKey;
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(baseUrl + path)).timeout(PATIENCE);
        headers.forEach(request::header);
        return apiKey == null ? request : request.header("Authorization", authorization());
    }

    LiveAnswer open(HttpRequest.Builder request) {
        long startedAt = System.nanoTime();
        try {
            HttpResponse<InputStream> response = HTTP.send(request.build(), BodyHandlers.ofInputStream());
            return new LiveAnswer(response, startedAt);
        } catch (IOException e) {
            throw new AssertionError("no answer at all to " + request.build(), e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
