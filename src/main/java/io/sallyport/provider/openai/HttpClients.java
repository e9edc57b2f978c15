package io.sallyport.provider.openai;

import io.netty.channel.EventLoop;
import io.sallyport.catalog.ProviderSpec;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * HTTP clients towards providers: one for each event loop, so that an answer arrives on the thread its request came in on, and one for
 * each set of transport settings. Both are few and fixed by the catalogue; clients are never closed while the process lives, because a
 * stream of an older catalogue may still use them.
 */
@Singleton
class HttpClients {
    /** Enough that the pool is not the limit before the machine is; waiting for a connection would hide behind the first-token limit. */
    private static final int MOST_CONNECTIONS_PER_LOOP = 4096;

    private static final int KEEP_ALIVE_SECONDS = 30;
    private static final int MOST_HEADER_BYTES = 32 * 1024;

    private final Vertx vertx;
    private final Map<Loop, PooledClient> clients = new ConcurrentHashMap<>();

    HttpClients(Vertx vertx) {
        this.vertx = vertx;
    }

    PooledClient of(ContextInternal context, ProviderSpec provider) {
        Loop key = new Loop(context.nettyEventLoop(), TransportKey.of(provider));
        PooledClient known = clients.get(key);
        return known != null ? known : clients.computeIfAbsent(key, missing -> create(missing.transport()));
    }

    private PooledClient create(TransportKey transport) {
        HttpClientOptions options = new HttpClientOptions()
                .setTcpNoDelay(true)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setPoolCleanerPeriod(1000)
                .setMaxHeaderSize(MOST_HEADER_BYTES)
                .setDecompressionSupported(false)
                .setVerifyHost(true);
        transport
                .caFile()
                .ifPresent(file -> options.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
        transport.proxy().ifPresent(proxy -> options.setProxyOptions(proxyOf(proxy)));
        PoolOptions pool = new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS_PER_LOOP);
        return new PooledClient(vertx.httpClientBuilder().with(options).with(pool));
    }

    private static ProxyOptions proxyOf(URI proxy) {
        return new ProxyOptions()
                .setType(ProxyType.HTTP)
                .setHost(proxy.getHost())
                .setPort(proxy.getPort() < 0 ? 80 : proxy.getPort());
    }

    private record Loop(EventLoop eventLoop, TransportKey transport) {}
}
