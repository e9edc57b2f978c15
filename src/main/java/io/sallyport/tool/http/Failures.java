package io.sallyport.tool.http;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.sallyport.tool.http.Exchanged.Cause;
import io.sallyport.tool.http.Exchanged.NotSent;
import io.sallyport.tool.http.Exchanged.Reason;
import io.sallyport.tool.http.Exchanged.Silence;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** From what Netty and Vert.x throw to what is known. The exception's own text is for the operator only. */
final class Failures {
    private Failures() {}

    /** There was no connection, so nothing was sent. */
    static NotSent connecting(Throwable cause) {
        if (cause instanceof EgressRefused refused) {
            return new NotSent(Reason.EGRESS, String.valueOf(refused.getMessage()));
        }
        if (cause instanceof TokenUnavailable.RefusedForUser refused) {
            return new NotSent(Reason.NOT_FOR_USER, String.valueOf(refused.getMessage()));
        }
        if (cause instanceof TokenUnavailable unavailable) {
            return new NotSent(Reason.NO_TOKEN, String.valueOf(unavailable.getMessage()));
        }
        if (has(cause, UnknownHostException.class)) {
            return new NotSent(Reason.DNS, text(cause));
        }
        if (has(cause, SSLException.class)) {
            return new NotSent(Reason.TLS, text(cause));
        }
        if (has(cause, ConnectionPoolTooBusyException.class)) {
            return new NotSent(Reason.POOL_FULL, text(cause));
        }
        return new NotSent(Reason.CONNECT, text(cause));
    }

    /** Whether another address of the same host may do better. */
    static boolean isUnreachable(Throwable cause) {
        return has(cause, ConnectTimeoutException.class)
                || (has(cause, IOException.class) && !has(cause, SSLException.class));
    }

    /** It was sent, and the connection broke before an answer. */
    static Silence waiting(Throwable cause, boolean reused) {
        boolean closed = (has(cause, HttpClosedException.class)
                        || has(cause, StreamResetException.class)
                        || has(cause, IOException.class))
                && !has(cause, DecoderException.class);
        Cause why = !closed ? Cause.MALFORMED : reused ? Cause.STALE : Cause.BROKEN;
        return new Silence(why, text(cause));
    }

    private static boolean has(Throwable cause, Class<? extends Throwable> type) {
        return Stream.iterate(cause, at -> at != null, Throwable::getCause).anyMatch(type::isInstance);
    }

    private static String text(Throwable cause) {
        String message = cause.getMessage();
        return message == null
                ? cause.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
