package io.sallyport.tool.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.core.json.Json;
import io.sallyport.tool.http.Exchanged.Answer;
import io.sallyport.tool.http.Exchanged.Ending;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
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
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
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
                    .compose(endpoint -> ask(context, request(endpoint, order)))
                    .map(answer -> token(answer, order))
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

    /** The client proves itself by HTTP Basic (RFC 6749 section 2.3.1), which every issuer has to understand. */
    private static Outgoing request(URI endpoint, TokenOrder order) {
        String credentials =
                encoded(order.client()) + ":" + encoded(order.secret().reveal());
        String form = "grant_type=client_credentials"
                + order.audience()
                        .map(audience -> "&audience=" + encoded(audience))
                        .orElse("");
        MultiMap headers = HttpHeaders.headers()
                .set(HttpHeaders.CONTENT_TYPE, "application/x-www-form-urlencoded")
                .set(HttpHeaders.ACCEPT, "application/json")
                .set(
                        HttpHeaders.AUTHORIZATION,
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
        return new Outgoing(HttpMethod.POST, endpoint, headers, Buffer.buffer(form));
    }

    private static AgentToken token(Answer answer, TokenOrder order) {
        JsonNode json = json(answer);
        if (answer.status() / 100 == 4 && answer.status() != 429) {
            throw TokenUnavailable.refused("the issuer gives the client `" + order.client() + "` no token: status "
                    + answer.status() + " " + json.path("error").asText(""));
        }
        String value = json.path("access_token").asText("");
        if (answer.status() != 200 || value.isEmpty()) {
            throw TokenUnavailable.silent("the issuer answered with status " + answer.status() + " and no token");
        }
        return new AgentToken(value, Duration.ofSeconds(json.path("expires_in").asLong(60)));
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

    private static JsonNode json(Answer answer) {
        return Json.parse(answer.body().getBytes()).orElseGet(Json::object);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
