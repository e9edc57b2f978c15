package io.sallyport.tool.http;

import io.sallyport.tool.http.Exchanged.Answer;
import io.sallyport.tool.http.Exchanged.Ending;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Timeout;

/** The issuer's token endpoint, found by discovery. One address for all agents, so its guards are annotations. */
@Singleton
class TokenEndpoint {
    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final long MOST_MILLIS = 2500;

    private final Vertx vertx;
    private final Issuer issuer;
    private final HttpTransport transport;
    private volatile Optional<Discovered> discovered = Optional.empty();

    TokenEndpoint(Vertx vertx, Issuer issuer, HttpTransport transport) {
        this.vertx = vertx;
        this.issuer = issuer;
        this.transport = transport;
    }

    private record Discovered(URI endpoint, long atNanos) {
        boolean isFresh() {
            return System.nanoTime() - atNanos < REMEMBERED.toNanos();
        }
    }

    /** A new token; fails with {@link TokenUnavailable}. */
    @Timeout(value = 6, unit = ChronoUnit.SECONDS)
    @CircuitBreaker(
            requestVolumeThreshold = 4,
            failureRatio = 1,
            delay = 2,
            delayUnit = ChronoUnit.SECONDS,
            skipOn = TokenUnavailable.Refusal.class)
    Uni<AgentToken> fetch(TokenOrder order) {
        return Uni.createFrom().completionStage(() -> {
            ContextInternal context = ((VertxInternal) vertx).createEventLoopContext();
            Promise<AgentToken> token = context.promise();
            context.runOnContext(go -> endpoint(context)
                    .compose(endpoint -> ask(context, TokenRequests.of(endpoint, order)))
                    .map(answer -> TokenAnswers.token(answer, order))
                    .onComplete(token));
            return token.future().toCompletionStage();
        });
    }

    private Future<URI> endpoint(ContextInternal context) {
        Optional<Discovered> known = discovered.filter(Discovered::isFresh);
        if (known.isPresent()) {
            return context.succeededFuture(known.get().endpoint());
        }
        if (issuer.url().isEmpty()) {
            return context.failedFuture(TokenUnavailable.refused("no issuer is configured"));
        }
        URI url = issuer.url().get();
        String base = url.toString().replaceAll("/+$", "");
        Outgoing question = new Outgoing(
                HttpMethod.GET,
                URI.create(base + "/.well-known/openid-configuration"),
                HttpHeaders.headers(),
                Buffer.buffer());
        return ask(context, question).map(answer -> {
            URI endpoint = Discovery.tokenEndpoint(url, answer);
            discovered = Optional.of(new Discovered(endpoint, System.nanoTime()));
            return endpoint;
        });
    }

    private Future<Answer> ask(ContextInternal context, Outgoing request) {
        Trip trip = new Trip(context, transport.kept(context), transport.limits(), () -> true);
        return trip.run(MOST_MILLIS, () -> addresses(context, request).map(all -> new Trip.Prepared(request, all)))
                .map(exchanged -> {
                    if (exchanged instanceof Answer answer && answer.ending() == Ending.WHOLE) {
                        return answer;
                    }
                    throw TokenUnavailable.silent("the issuer does not answer");
                });
    }

    /** The issuer is the operator's own choice: its addresses are not restricted. */
    private Future<List<InetAddress>> addresses(ContextInternal context, Outgoing request) {
        String host = Egress.host(request.target());
        return Egress.isLiteral(host)
                ? context.succeededFuture(Egress.literal(host))
                : transport.names().addresses(context, host);
    }
}
