package io.sallyport.provider.openai;

import io.sallyport.catalog.ProviderSpec;
import io.sallyport.chat.Operation;
import io.sallyport.core.Secret;
import io.sallyport.provider.ProviderRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What goes out: the endpoint's address and the headers that are ours to send. Nothing of the caller's is among them. */
final class Requests {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence EVENT_STREAM = HttpHeaders.createOptimized("text/event-stream");

    private Requests() {}

    static RequestOptions options(ProviderRequest request) {
        ProviderSpec provider = request.provider();
        URI base = provider.baseUrl().orElseThrow();
        boolean tls = "https".equals(base.getScheme());
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(base.getHost())
                .setPort(base.getPort() >= 0 ? base.getPort() : tls ? 443 : 80)
                .setSsl(tls)
                .setURI(path(base, request.operation(), provider.query()))
                .setConnectTimeout(request.connectTimeout().toMillis())
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .putHeader(HttpHeaders.ACCEPT, request.stream() ? EVENT_STREAM : JSON);
        String key = provider.apiKey().reveal();
        if (!key.isEmpty() && !"none".equals(key)) {
            options.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + key);
        }
        request.headers().forEach(options::putHeader);
        provider.headers().forEach((name, value) -> options.putHeader(name, value.reveal()));
        return options;
    }

    static String authority(ProviderRequest request) {
        return request.provider()
                .baseUrl()
                .map(URI::getAuthority)
                .orElse(request.provider().name());
    }

    private static String path(URI base, Operation operation, Map<String, Secret<String>> query) {
        String path = base.getRawPath() == null ? "" : base.getRawPath();
        String endpoint = (path.endsWith("/") ? path.substring(0, path.length() - 1) : path) + endpoint(operation);
        if (query.isEmpty()) {
            return endpoint;
        }
        StringBuilder with = new StringBuilder(endpoint);
        char mark = '?';
        for (Map.Entry<String, Secret<String>> parameter : query.entrySet()) {
            with.append(mark)
                    .append(encoded(parameter.getKey()))
                    .append('=')
                    .append(encoded(parameter.getValue().reveal()));
            mark = '&';
        }
        return with.toString();
    }

    private static String endpoint(Operation operation) {
        return switch (operation) {
            case CHAT -> "/chat/completions";
            case EMBEDDINGS -> "/embeddings";
        };
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
