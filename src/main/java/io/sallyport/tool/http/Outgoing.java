package io.sallyport.tool.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;

/**
 * A request that can be sent.
 *
 * @param body empty: none is sent
 */
record Outgoing(HttpMethod method, URI target, MultiMap headers, Buffer body) {

    boolean tls() {
        return "https".equalsIgnoreCase(target.getScheme());
    }

    int port() {
        return target.getPort() >= 0 ? target.getPort() : tls() ? 443 : 80;
    }

    /** The same request elsewhere. */
    Outgoing to(URI elsewhere) {
        return new Outgoing(method, elsewhere, headers, body);
    }

    /** For Vert.x: connects to {@code address}, and means the target's host in TLS and in the {@code Host} header. */
    RequestOptions options(InetAddress address, long connectMillis) {
        return new RequestOptions()
                .setMethod(method)
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(nameless(address), port())))
                .setHost(host())
                .setPort(port())
                .setSsl(tls())
                .setURI(path())
                .setConnectTimeout(connectMillis)
                .setFollowRedirects(false)
                .setHeaders(headers);
    }

    /** Without the name that it was found by: there is nothing left that anybody could look up once more. */
    private static InetAddress nameless(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes or sixteen are an address", e);
        }
    }

    /** A literal of IPv6 keeps its brackets: without them nobody can tell it from the port. */
    private String host() {
        String host = Egress.host(target);
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private String path() {
        String path = target.getRawPath() == null || target.getRawPath().isEmpty() ? "/" : target.getRawPath();
        return target.getRawQuery() == null ? path : path + "?" + target.getRawQuery();
    }
}
