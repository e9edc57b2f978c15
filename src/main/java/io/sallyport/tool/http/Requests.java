package io.sallyport.tool.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.catalog.ToolBinding;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.catalog.UrlTemplate;
import io.sallyport.core.json.Json;
import io.sallyport.tool.ToolAttempt;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolErrors;
import io.sallyport.tool.ToolRequest;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From arguments to a request: into the path, the query or the body. */
final class Requests {
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final int MOST_URL_CHARS = 8 * 1024;
    private static final Set<String> IN_QUERY = Set.of("GET", "DELETE", "HEAD");

    private Requests() {}

    /** The arguments cannot be made a request of. */
    static final class Unsendable extends RuntimeException {
        private final transient ToolError error;

        Unsendable(ToolError error) {
            super(error.message(), null, false, false);
            this.error = error;
        }

        ToolError error() {
            return error;
        }
    }

    /**
     * The request of a call.
     *
     * @throws Unsendable where an argument does not fit into the address, or the manifest's headers are none
     */
    static Outgoing call(ToolAttempt attempt, ToolBinding.Http http, Optional<String> token) {
        ToolRequest request = attempt.request();
        ObjectNode rest = request.arguments().deepCopy();
        rest.remove(http.url().names());
        HttpMethod method = HttpMethod.valueOf(http.method());
        boolean inQuery = IN_QUERY.contains(http.method());
        URI target = filled(
                http.url(),
                name -> text(request.arguments().path(name)),
                http.url().names());
        MultiMap headers = headers(attempt, http, token);
        if (inQuery) {
            return new Outgoing(method, withQuery(target, rest), headers, Buffer.buffer());
        }
        headers.set(HttpHeaders.CONTENT_TYPE, "application/json");
        return new Outgoing(
                method, target, headers, Buffer.buffer(Json.bytes(rest).array()));
    }

    /** The question whether the key was applied. An old revision may ask at another host: what is meant for the tool's does not go there. */
    static Outgoing lookUp(ToolAttempt attempt, ToolBinding.Http http, UrlTemplate url, Optional<String> token) {
        ToolRequest request = attempt.request();
        URI target = filled(
                url,
                name -> name.equals("key")
                        ? request.key()
                        : text(request.arguments().path(name)),
                url.names());
        boolean home = url.origin().equals(http.url().origin());
        MultiMap headers =
                home ? headers(attempt, http, token) : headers(attempt, http.withHeaders(Map.of()), Optional.empty());
        return new Outgoing(HttpMethod.GET, target, headers, Buffer.buffer());
    }

    private static URI filled(UrlTemplate url, UnaryValue values, Set<String> names) {
        URI target = url.fill(values::of).orElseThrow(() -> new Unsendable(badPart(values, names)));
        if (target.toString().length() > MOST_URL_CHARS) {
            throw new Unsendable(
                    ToolErrors.invalidArguments("The arguments are too long for an address.", "Shorten them.", ""));
        }
        return target;
    }

    private interface UnaryValue {
        @Nullable
        String of(String name);
    }

    private static ToolError badPart(UnaryValue values, Set<String> names) {
        String name = names.stream()
                .filter(one -> {
                    String value = values.of(one);
                    return value == null || value.isEmpty() || value.equals(".") || value.equals("..");
                })
                .findFirst()
                .orElse("");
        return ToolErrors.invalidArguments(
                "`" + name + "` is part of the tool's address and is missing, empty or no plain value.",
                "Give it a text or a number.",
                "/" + name);
    }

    private static MultiMap headers(ToolAttempt attempt, ToolBinding.Http http, Optional<String> token) {
        MultiMap headers = HttpHeaders.headers();
        try {
            headers.set(HttpHeaders.ACCEPT, "application/json, text/*;q=0.5");
            http.headers().forEach((name, value) -> headers.set(name, value.reveal()));
            attempt.trace().forEach(headers::set);
            token.ifPresent(bearer -> headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + bearer));
            if (remembersKeys(attempt.request().tool())) {
                headers.set(IDEMPOTENCY_KEY, attempt.request().key());
            }
            return headers;
        } catch (IllegalArgumentException unprintable) {
            throw new Unsendable(
                    ToolError.of(ToolErrors.MISCONFIGURED, "A header of the tool's manifest cannot be sent."));
        }
    }

    /** Whatever has an effect is told the key, so that its operator can find the call even where it is ignored. */
    private static boolean remembersKeys(ToolSpec tool) {
        return tool.effect() != Effect.NONE || tool.idempotency() != Idempotency.NONE;
    }

    private static URI withQuery(URI target, ObjectNode arguments) {
        StringBuilder query = new StringBuilder(target.getRawQuery() == null ? "" : target.getRawQuery());
        for (Map.Entry<String, JsonNode> argument : arguments.properties()) {
            if (argument.getValue().isArray()) {
                argument.getValue().forEach(element -> parameter(query, argument.getKey(), element));
            } else {
                parameter(query, argument.getKey(), argument.getValue());
            }
        }
        if (query.length() > MOST_URL_CHARS) {
            throw new Unsendable(
                    ToolErrors.invalidArguments("The arguments are too long for an address.", "Shorten them.", ""));
        }
        String bare = target.toString().split("[?#]", 2)[0];
        return query.isEmpty() ? URI.create(bare) : URI.create(bare + "?" + query);
    }

    private static void parameter(StringBuilder query, String name, JsonNode value) {
        if (value.isNull()) {
            return;
        }
        String plain = text(value);
        query.append(query.isEmpty() ? "" : "&")
                .append(encoded(name))
                .append('=')
                .append(encoded(plain == null ? Json.text(value) : plain));
    }

    /** A text, number or boolean as it is written; null for anything else. */
    private static @Nullable String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.isValueNode() && !value.isNull() ? Json.text(value) : null;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
