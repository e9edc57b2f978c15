package io.sallyport.provider.openai;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.sallyport.provider.ProviderFault;
import io.sallyport.provider.ProviderFault.Kind;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** From what Netty and Vert.x throw to what routing decides on. The exception's own text is for the operator's record only. */
final class Faults {
    private Faults() {}

    /** No connection was had, so nothing was sent. */
    static ProviderFault connecting(Throwable cause, String authority) {
        if (has(cause, UnknownHostException.class)) {
            return new ProviderFault(Kind.DNS, "the host of " + authority + " does not resolve");
        }
        if (has(cause, SSLException.class)) {
            return new ProviderFault(Kind.TLS, "TLS with " + authority + " failed: " + text(cause));
        }
        if (has(cause, ConnectTimeoutException.class) || has(cause, TimeoutException.class)) {
            return new ProviderFault(Kind.CONNECT_TIMEOUT, "no connection to " + authority + " in time");
        }
        if (cause instanceof HttpClosedException) {
            return new ProviderFault(Kind.CONNECT, authority + " closed the connection before it could be used");
        }
        if (has(cause, ConnectException.class) || has(cause, NoRouteToHostException.class)) {
            return new ProviderFault(Kind.CONNECT, authority + " refuses connections or cannot be reached");
        }
        return new ProviderFault(Kind.CONNECT, "no connection to " + authority + ": " + text(cause));
    }

    /** The request was sent and the exchange broke; {@code closed} is what a plain close means at this point. */
    static ProviderFault exchanging(Throwable cause, Kind closed) {
        boolean close = has(cause, HttpClosedException.class)
                || has(cause, SocketException.class)
                || has(cause, ClosedChannelException.class)
                || has(cause, StreamResetException.class)
                || (cause instanceof IOException && !has(cause, SSLException.class));
        if (close && !has(cause, DecoderException.class)) {
            return new ProviderFault(closed, "the connection was closed: " + text(cause));
        }
        return new ProviderFault(Kind.PROTOCOL, "not the HTTP that was expected: " + text(cause));
    }

    private static boolean has(@Nullable Throwable cause, Class<? extends Throwable> type) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return true;
            }
        }
        return false;
    }

    private static String text(Throwable cause) {
        String message = cause.getMessage();
        return message == null
                ? cause.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
