package io.sallyport.tool.http;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * HTTP clients, two for each event loop. One keeps connections for whatever may be repeated. The other makes a connection for each request:
 * on a fresh one there is no doubt whether a break came before or after the request, and what must not be done twice cannot afford doubt.
 */
final class HttpClients {
    private static final int MOST_CONNECTIONS = 1024;
    private static final int MOST_WAITING = 1024;
    private static final int KEEP_ALIVE_SECONDS = 15;
    private static final int MOST_HEADER_BYTES = 32 * 1024;

    private final Vertx vertx;
    private final HttpClientOptions options;
    private final Map<Key, PooledClient> clients = new ConcurrentHashMap<>();

    /** How a client treats its connections. */
    enum Connections {
        KEPT,
        FRESH
    }

    HttpClients(Vertx vertx, HttpClientOptions options) {
        this.vertx = vertx;
        this.options = options;
    }

    PooledClient of(EventLoop loop, Connections connections) {
        return clients.computeIfAbsent(new Key(loop, connections), key -> create(key.connections()));
    }

    private PooledClient create(Connections connections) {
        HttpClientOptions own = new HttpClientOptions(options)
                .setTcpNoDelay(true)
                .setKeepAlive(connections == Connections.KEPT)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setPoolCleanerPeriod(1000)
                .setMaxHeaderSize(MOST_HEADER_BYTES)
                .setMaxWaitQueueSize(MOST_WAITING)
                .setDecompressionSupported(false)
                .setVerifyHost(true);
        PoolOptions pool = new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS);
        return new PooledClient(vertx.httpClientBuilder().with(own).with(pool));
    }

    private record Key(EventLoop loop, Connections connections) {}
}
