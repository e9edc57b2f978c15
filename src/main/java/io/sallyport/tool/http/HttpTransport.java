package io.sallyport.tool.http;

import io.sallyport.tool.http.HttpClients.Connections;
import io.sallyport.tool.http.HttpExchange.Limits;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.impl.ContextInternal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** What every exchange needs: clients, a name lookup, and how much is read of an answer. */
@Singleton
class HttpTransport {
    private final HttpClients clients;
    private final NameLookup names;
    private final Limits limits;

    @Inject
    HttpTransport(Vertx vertx) {
        this(vertx, new HttpClientOptions(), new DnsLookup(vertx), Limits.DEFAULT);
    }

    HttpTransport(Vertx vertx, HttpClientOptions options, NameLookup names, Limits limits) {
        this.clients = new HttpClients(vertx, options);
        this.names = names;
        this.limits = limits;
    }

    /** A client whose connections are used again. */
    PooledClient kept(ContextInternal context) {
        return clients.of(context.nettyEventLoop(), Connections.KEPT);
    }

    /** A client that makes a connection for each request. */
    PooledClient fresh(ContextInternal context) {
        return clients.of(context.nettyEventLoop(), Connections.FRESH);
    }

    Limits limits() {
        return limits;
    }

    NameLookup names() {
        return names;
    }
}
