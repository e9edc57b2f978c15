package io.sallyport.tool.http;

import io.sallyport.tool.http.Exchanged.Answer;
import io.sallyport.tool.http.Exchanged.Cause;
import io.sallyport.tool.http.Exchanged.Ending;
import io.sallyport.tool.http.Exchanged.NoLongerOurs;
import io.sallyport.tool.http.Exchanged.NotSent;
import io.sallyport.tool.http.Exchanged.Reason;
import io.sallyport.tool.http.Exchanged.Silence;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.impl.ContextInternal;
import java.net.InetAddress;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, on one event loop. From the moment at which the request is handed to the connection it counts as sent, and
 * not an instant earlier. Everything that is read is bounded; the time is bounded by whoever calls {@link #expire}.
 */
final class HttpExchange {
    /** For how long a connection whose answer said enough may come to its end by itself, so that it can be used again. */
    private static final long LINGER_MILLIS = 250;

    private final ContextInternal context;
    private final PooledClient client;
    private final Limits limits;
    private final BooleanSupplier maySend;
    private final Watch watch;
    private final Promise<Exchanged> outcome;
    private @Nullable HttpClientRequest sent;
    private @Nullable HttpClientResponse head;
    private final Buffer body = Buffer.buffer();
    private boolean over;
    private boolean ended;

    /**
     * How much of an answer is read.
     *
     * @param result bytes of a 2xx
     * @param refusal bytes of anything else; what is beyond is not waited for
     */
    record Limits(int result, int refusal) {
        static final Limits DEFAULT = new Limits(32 * 1024 * 1024, 64 * 1024);
    }

    HttpExchange(ContextInternal context, PooledClient client, Limits limits, BooleanSupplier maySend, Watch watch) {
        this.context = context;
        this.client = client;
        this.limits = limits;
        this.maySend = maySend;
        this.watch = watch;
        this.outcome = context.promise();
    }

    /** Connects to the first of {@code addresses} that can be reached within its share of {@code millis}, sends and reads. Once. */
    Future<Exchanged> run(Outgoing request, List<InetAddress> addresses, long millis) {
        long each = Math.max(1, millis / addresses.size());
        connect(request, addresses, each);
        return outcome.future();
    }

    private void connect(Outgoing request, List<InetAddress> addresses, long millis) {
        client.request(request.options(addresses.getFirst(), millis)).onComplete(connected -> {
            if (connected.succeeded()) {
                connected(connected.result(), request.body());
            } else if (addresses.size() > 1 && !over && Failures.isUnreachable(connected.cause())) {
                connect(request, addresses.subList(1, addresses.size()), millis);
            } else {
                end(Failures.connecting(connected.cause()));
            }
        });
    }

    private void connected(HttpClientRequest request, Buffer content) {
        var _ = request.exceptionHandler(told -> {}); // the response's failure says the same
        if (over) {
            unused(request);
            return;
        }
        boolean reused = client.hasCarriedAnExchange(request.connection());
        request.response().onComplete(answer -> {
            if (answer.succeeded()) {
                answered(answer.result());
            } else {
                end(Failures.waiting(answer.cause(), reused));
            }
        });
        if (!maySend.getAsBoolean()) {
            end(new NoLongerOurs());
            unused(request);
            return;
        }
        sent = request;
        var _ = content.length() == 0 ? request.end() : request.end(content);
    }

    /** Nothing was sent on it, and it does not go back: the next one would find it older than it looks. */
    private static void unused(HttpClientRequest request) {
        var _ = request.connection().close();
    }

    private void answered(HttpClientResponse response) {
        if (over) {
            return;
        }
        head = response;
        watch.begun(response.statusCode(), response.headers());
        int most = response.statusCode() / 100 == 2 ? limits.result() : limits.refusal();
        response.exceptionHandler(broken -> end(answer(response, Ending.BROKEN)));
        response.handler(part -> {
            if (over) {
                return;
            }
            int room = most - body.length();
            body.appendBuffer(part, 0, Math.min(part.length(), room));
            if (part.length() > room) {
                abandon(answer(response, Ending.TOO_LARGE));
            } else if (watch.enough(response.statusCode(), response.headers(), part)) {
                linger(response);
            }
        });
        response.endHandler(end -> {
            ended = true;
            client.exchangeCompleted(response.request().connection());
            end(answer(response, Ending.WHOLE));
        });
    }

    /** The time is over: whatever is known by now is the outcome. On the exchange's event loop. */
    void expire() {
        if (over) {
            return;
        }
        if (head != null) {
            abandon(answer(head, Ending.TOO_LATE));
        } else if (sent != null) {
            abandon(new Silence(Cause.TOO_LATE, "no answer in time"));
        } else {
            end(new NotSent(Reason.TOO_LATE, "no connection in time"));
        }
    }

    /** What has come is enough: what still comes is thrown away, and if it does not end soon, so is its connection. */
    private void linger(HttpClientResponse response) {
        end(answer(response, Ending.WHOLE));
        var _ = context.setTimer(LINGER_MILLIS, late -> {
            if (!ended && sent != null) {
                var _ = sent.reset();
            }
        });
    }

    /** Ends an exchange whose answer is not wanted any more: its connection goes with it. */
    private void abandon(Exchanged what) {
        end(what);
        if (sent != null) {
            var _ = sent.reset();
        }
    }

    private Answer answer(HttpClientResponse response, Ending ending) {
        return new Answer(response.statusCode(), response.headers(), body, ending);
    }

    private void end(Exchanged what) {
        if (!over) {
            over = true;
            outcome.complete(what);
        }
    }
}
