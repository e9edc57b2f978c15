package io.sallyport.tool.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientBuilder;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.RequestOptions;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** A client of one event loop that remembers which of its connections have carried an exchange. Confined to its event loop. */
final class PooledClient {
    private final HttpClient client;
    private final Set<HttpConnection> used = Collections.newSetFromMap(new IdentityHashMap<>());

    PooledClient(HttpClientBuilder builder) {
        this.client = builder.withConnectHandler(this::connected).build();
    }

    /** What breaks a connection is told by the exchange on it; without a handler Vert.x writes it to the log as well. */
    private void connected(HttpConnection connection) {
        connection.closeHandler(closed -> used.remove(connection)).exceptionHandler(cause -> {});
    }

    Future<HttpClientRequest> request(RequestOptions options) {
        return client.request(options);
    }

    boolean hasCarriedAnExchange(HttpConnection connection) {
        return used.contains(connection);
    }

    void exchangeCompleted(HttpConnection connection) {
        used.add(connection);
    }
}
