package io.sallyport.tool.http;

import io.sallyport.catalog.ToolBinding;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.tool.ToolAttempt;
import io.sallyport.tool.http.Exchanged.Answer;
import io.sallyport.tool.http.Exchanged.NotSent;
import io.sallyport.tool.http.Exchanged.Reason;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.impl.ContextInternal;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * One attempt on one event loop: the request, and where it only reads, up to three redirects. A redirect is followed within the manifest's
 * own host and port alone, or from there to TLS; each one is a new connection whose address is looked at.
 */
final class HttpCall {
    private static final int MOST_REDIRECTS = 3;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final ContextInternal context;
    private final HttpTransport transport;
    private final Egress egress;
    private final ToolAttempt attempt;
    private final ToolBinding.Http http;

    HttpCall(
            ContextInternal context,
            HttpTransport transport,
            Egress egress,
            ToolAttempt attempt,
            ToolBinding.Http http) {
        this.context = context;
        this.transport = transport;
        this.egress = egress;
        this.attempt = attempt;
        this.http = http;
    }

    /** The call itself. Fails only with {@link Requests.Unsendable}. */
    Future<Exchanged> run(Supplier<Future<Outgoing>> request) {
        boolean keep = attempt.request().tool().repeatable() && attempt.number() == 1;
        PooledClient client = keep ? transport.kept(context) : transport.fresh(context);
        BooleanSupplier maySend = attempt.request().maySend();
        return trip(client, maySend, request, false).compose(first -> follow(first, client, MOST_REDIRECTS));
    }

    /** The question about a key, which has no effect. Fails only with {@link Requests.Unsendable}. */
    Future<Exchanged> ask(Supplier<Future<Outgoing>> request) {
        PooledClient client = attempt.number() == 1 ? transport.kept(context) : transport.fresh(context);
        return trip(client, () -> true, request, false).map(Hop::exchanged);
    }

    /** An exchange, and the request that led to it where one was made. */
    private record Hop(Exchanged exchanged, Optional<Outgoing> request) {}

    private Future<Hop> trip(
            PooledClient client, BooleanSupplier maySend, Supplier<Future<Outgoing>> request, boolean redirected) {
        Holder sent = new Holder();
        return new Trip(context, client, transport.limits(), maySend)
                .run(
                        attempt.deadline().remainingMillis(),
                        () -> request.get().compose(outgoing -> {
                            sent.request = Optional.of(outgoing);
                            return egress.addresses(context, http, outgoing.target(), redirected)
                                    .map(addresses -> new Trip.Prepared(outgoing, addresses));
                        }))
                .map(exchanged -> new Hop(exchanged, sent.request));
    }

    private static final class Holder {
        private Optional<Outgoing> request = Optional.empty();
    }

    private Future<Exchanged> follow(Hop hop, PooledClient client, int left) {
        Optional<URI> next = hop.request().flatMap(request -> next(hop.exchanged(), request));
        if (next.isEmpty()) {
            return context.succeededFuture(hop.exchanged());
        }
        Outgoing before = hop.request().orElseThrow();
        Optional<Boolean> elsewhere = elsewhere(before.target(), next.get());
        if (left == 0 || elsewhere.isEmpty()) {
            String why = left == 0 ? "too many redirects" : "a redirect to another host";
            return context.succeededFuture(new NotSent(Reason.EGRESS, why));
        }
        Supplier<Future<Outgoing>> request = () -> context.succeededFuture(before.to(next.get()));
        return trip(client, attempt.request().maySend(), request, elsewhere.get())
                .compose(then -> follow(then, client, left - 1));
    }

    /** Where an answer redirects to, if it is one that may be followed at all. */
    private Optional<URI> next(Exchanged exchanged, Outgoing request) {
        boolean reads = attempt.request().tool().effect() == Effect.NONE
                && request.method().equals(HttpMethod.GET);
        if (!reads || !(exchanged instanceof Answer answer) || !REDIRECTS.contains(answer.status())) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(answer.headers().get("location"))
                    .map(location -> request.target().resolve(URI.create(location.trim())));
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    /** Whether it is another origin, which must then be public; empty where it may not be followed. */
    private static Optional<Boolean> elsewhere(URI from, URI to) {
        boolean sameHost = !Egress.host(to).isEmpty() && Egress.host(from).equals(Egress.host(to));
        boolean sameOrigin = sameHost && from.getScheme().equalsIgnoreCase(to.getScheme()) && port(from) == port(to);
        boolean upgrade = sameHost && port(from) == 80 && port(to) == 443 && "https".equalsIgnoreCase(to.getScheme());
        return sameOrigin ? Optional.of(false) : upgrade ? Optional.of(true) : Optional.empty();
    }

    private static int port(URI target) {
        if (target.getPort() >= 0) {
            return target.getPort();
        }
        return "https".equalsIgnoreCase(target.getScheme()) ? 443 : 80;
    }
}
