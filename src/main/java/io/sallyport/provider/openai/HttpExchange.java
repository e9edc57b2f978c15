package io.sallyport.provider.openai;

import io.sallyport.provider.ProviderCall;
import io.sallyport.provider.ProviderFault;
import io.sallyport.provider.ProviderFault.Kind;
import io.sallyport.provider.ProviderListener;
import io.sallyport.provider.ProviderRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.impl.ContextInternal;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer on one event-loop context. Reports nothing after its end, and never resets an exchange that has ended:
 * that would kill the next request on the pooled connection.
 */
final class HttpExchange implements ProviderCall {
    private static final long NO_TIMER = -1;

    private final ContextInternal context;
    private final PooledClient client;
    private final ProviderListener listener;
    private @Nullable HttpClientRequest sent;
    private @Nullable HttpClientResponse answer;
    private long handshakeTimer = NO_TIMER;
    private boolean paused;
    private boolean over;

    HttpExchange(ContextInternal context, PooledClient client, ProviderListener listener) {
        this.context = context;
        this.client = client;
        this.listener = listener;
    }

    void begin(ProviderRequest request) {
        RequestOptions options = Requests.options(request);
        String authority = Requests.authority(request);
        if (Boolean.TRUE.equals(options.isSsl())) {
            // The client's connect timeout ends with TCP; ours covers the TLS handshake as well.
            handshakeTimer = context.setTimer(
                    Math.max(1, request.connectTimeout().toMillis()),
                    fired -> fail(
                            new ProviderFault(Kind.CONNECT_TIMEOUT, "no connection to " + authority + " in time")));
        }
        client.request(options).onComplete(connected -> {
            cancelHandshakeTimer();
            if (connected.succeeded()) {
                connected(connected.result(), request.body());
            } else {
                fail(Faults.connecting(connected.cause(), authority));
            }
        });
    }

    private void connected(HttpClientRequest request, Buffer body) {
        if (over) {
            request.reset();
            return;
        }
        sent = request;
        boolean reused = client.hasCarriedAnExchange(request.connection());
        Kind broken = reused ? Kind.STALE_CONNECTION : Kind.RESET;
        request.response().onComplete(head -> {
            if (head.succeeded()) {
                answered(head.result());
            } else {
                fail(Faults.exchanging(head.cause(), broken));
            }
        });
        request.end(body);
    }

    private void answered(HttpClientResponse response) {
        if (over) {
            return;
        }
        answer = response;
        response.exceptionHandler(cause -> fail(Faults.exchanging(cause, Kind.CUT)));
        response.handler(part -> {
            if (!over) {
                listener.body(part);
            }
        });
        response.endHandler(end -> ended(response));
        if (paused) {
            response.pause();
        }
        listener.head(response.statusCode(), response.headers());
    }

    private void ended(HttpClientResponse response) {
        client.exchangeCompleted(response.request().connection());
        if (!over) {
            over = true;
            listener.ended();
        }
    }

    private void fail(ProviderFault fault) {
        cancelHandshakeTimer();
        if (!over) {
            over = true;
            listener.failed(fault);
        }
    }

    private void cancelHandshakeTimer() {
        if (handshakeTimer != NO_TIMER) {
            context.owner().cancelTimer(handshakeTimer);
            handshakeTimer = NO_TIMER;
        }
    }

    @Override
    public void pause() {
        paused = true;
        if (answer != null && !over) {
            answer.pause();
        }
    }

    @Override
    public void resume() {
        paused = false;
        if (answer != null && !over) {
            answer.resume();
        }
    }

    @Override
    public void cancel() {
        cancelHandshakeTimer();
        if (over) {
            return;
        }
        over = true;
        if (sent != null) {
            sent.reset();
        }
    }
}
