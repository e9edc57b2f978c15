package io.sallyport.tool.http;

import io.netty.resolver.AddressResolverGroup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.impl.future.PromiseInternal;
import io.vertx.core.impl.resolver.DnsResolverProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The system's name servers and hosts file, asked by the event loop itself. The server's own resolver, as the framework sets it up, is the
 * platform's, which blocks the thread that asks.
 */
final class DnsLookup implements NameLookup {
    private final AddressResolverGroup<InetSocketAddress> resolvers;

    DnsLookup(Vertx vertx) {
        this(vertx, new AddressResolverOptions());
    }

    DnsLookup(Vertx vertx, AddressResolverOptions options) {
        resolvers = DnsResolverProvider.create((VertxInternal) vertx, options).resolver(options);
    }

    @Override
    public Future<List<InetAddress>> addresses(ContextInternal context, String host) {
        PromiseInternal<List<InetSocketAddress>> found = context.promise();
        var _ = resolvers
                .getResolver(context.nettyEventLoop())
                .resolveAll(InetSocketAddress.createUnresolved(host, 0))
                .addListener(found);
        return found.future()
                .map(all -> all.stream().map(InetSocketAddress::getAddress).toList());
    }
}
