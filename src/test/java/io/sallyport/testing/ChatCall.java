package io.sallyport.testing;

import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One chat completion in the making. */
public final class ChatCall {
    public static final String PATH = "/v1/chat/completions";

    private final TestClient client;
    private final Map<String, Object> fields = new LinkedHashMap<>();
    private final List<Map<String, String>> messages = new ArrayList<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private String contentType = "application/json";
    private @Nullable String rawBody;

    ChatCall(TestClient client, String model) {
        this.client = client;
        fields.put("model", model);
    }

    /** Asks for a stream. */
    public ChatCall stream() {
        return field("stream", true);
    }

    /** Asks for a stream that ends with the usage. */
    public ChatCall streamWithUsage() {
        return stream().field("stream_options", Map.of("include_usage", true));
    }

    public ChatCall user(String text) {
        messages.add(Map.of("role", "user", "content", text));
        return this;
    }

    /** Any field of the body. */
    public ChatCall field(String name, Object value) {
        fields.put(name, value);
        return this;
    }

    public ChatCall header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public ChatCall contentType(String type) {
        contentType = type;
        return this;
    }

    /** This text as the body, instead of what was put together. */
    public ChatCall body(String text) {
        rawBody = text;
        return this;
    }

    /** The body as it would be sent. */
    public String body() {
        if (rawBody != null) {
            return rawBody;
        }
        Map<String, Object> body = new LinkedHashMap<>(fields);
        body.putIfAbsent(
                "messages", messages.isEmpty() ? List.of(Map.of("role", "user", "content", "hello")) : messages);
        return Json.write(body);
    }

    /** Sends it and waits for the end of the answer. */
    public Answer send() {
        return open().answer();
    }

    /** Sends it and returns when the head of the answer is there; the rest is collected meanwhile. */
    public LiveAnswer open() {
        HttpRequest.Builder request = client.request(PATH)
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body()));
        headers.forEach(request::header);
        return client.open(request);
    }
}
