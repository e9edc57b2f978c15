package io.sallyport.tool.http;

import io.sallyport.catalog.ToolBinding;
import io.sallyport.tool.ToolAttempt;
import io.sallyport.tool.http.Exchanged.Answer;
import io.sallyport.tool.http.Exchanged.NotSent;
import io.sallyport.tool.http.Exchanged.Reason;
import io.sallyport.tool.http.HttpExchange.Limits;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.impl.ContextInternal;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One reading of a page on one event loop. Each hop is looked at as if it had been asked for: its notation, whether it is listed, what its
 * name leads to; and each is a connection of its own, to an address that was looked at.
 */
final class PageCall {
    static final int MOST_REDIRECTS = 5;
    /** Bytes of a page; what is beyond is cut off, and the page is marked. */
    static final int MOST_BYTES = 1024 * 1024;

    private static final Limits LIMITS = new Limits(MOST_BYTES, 64 * 1024);
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final String ACCEPT =
            "text/html, text/markdown, text/plain, application/json, application/xml;q=0.9, text/xml;q=0.9";

    private final ContextInternal context;
    private final HttpTransport transport;
    private final Egress egress;
    private final ToolAttempt attempt;
    private final ToolBinding.Fetch fetch;

    PageCall(
            ContextInternal context,
            HttpTransport transport,
            Egress egress,
            ToolAttempt attempt,
            ToolBinding.Fetch fetch) {
        this.context = context;
        this.transport = transport;
        this.egress = egress;
        this.attempt = attempt;
        this.fetch = fetch;
    }

    /**
     * What came of it.
     *
     * @param from      the last address that was asked, as it was asked; empty where the first one was none
     * @param redirects how many were followed
     * @param refused   why the last hop was not made, where it was not
     */
    record Fetched(Exchanged exchanged, Optional<URI> from, int redirects, Optional<EgressReason> refused) {}

    /** Never fails. */
    Future<Fetched> run(String url) {
        try {
            URI target = PageAddress.parse(url);
            PageAddress.mustBeListed(target, fetch.hosts());
            return hop(target, false, 0);
        } catch (EgressRefused refused) {
            return context.succeededFuture(refused(refused, Optional.empty(), 0));
        }
    }

    /** @param elsewhere whether a page has named the host: then not even a literal that is listed may be private */
    private Future<Fetched> hop(URI target, boolean elsewhere, int redirects) {
        Holder holder = new Holder();
        Outgoing request = new Outgoing(HttpMethod.GET, target, headers(), Buffer.buffer());
        return new Trip(
                        context,
                        transport.fresh(context),
                        LIMITS,
                        attempt.request().maySend())
                .run(
                        attempt.deadline().remainingMillis(),
                        () -> egress.addresses(context, List.of(), target, elsewhere)
                                .onFailure(holder::keep)
                                .map(addresses -> new Trip.Prepared(request, addresses)))
                .compose(exchanged -> next(exchanged, target, redirects, holder));
    }

    /** Why the connection was not made: the exchange itself only says that it was not. */
    private static final class Holder {
        private Optional<EgressReason> refused = Optional.empty();

        void keep(Throwable cause) {
            if (cause instanceof EgressRefused no) {
                refused = Optional.of(no.reason());
            }
        }
    }

    private Future<Fetched> next(Exchanged exchanged, URI target, int redirects, Holder holder) {
        Optional<String> location = location(exchanged);
        if (location.isEmpty()) {
            return context.succeededFuture(new Fetched(exchanged, Optional.of(target), redirects, holder.refused));
        }
        try {
            URI next = PageAddress.follow(target, location.get());
            if (redirects == MOST_REDIRECTS) {
                throw new EgressRefused(EgressReason.TOO_MANY);
            }
            PageAddress.mustBeListed(next, fetch.hosts());
            return hop(next, !sameOrigin(target, next), redirects + 1);
        } catch (EgressRefused refused) {
            return context.succeededFuture(refused(refused, Optional.of(target), redirects + 1));
        }
    }

    private static Optional<String> location(Exchanged exchanged) {
        return exchanged instanceof Answer answer && REDIRECTS.contains(answer.status())
                ? Optional.ofNullable(answer.headers().get(HttpHeaders.LOCATION))
                        .map(String::trim)
                : Optional.empty();
    }

    private static boolean sameOrigin(URI one, URI other) {
        return one.getScheme().equals(other.getScheme())
                && Egress.host(one).equals(Egress.host(other))
                && one.getPort() == other.getPort();
    }

    private static Fetched refused(EgressRefused refused, Optional<URI> from, int redirects) {
        NotSent unsent = new NotSent(Reason.EGRESS, String.valueOf(refused.getMessage()));
        return new Fetched(unsent, from, redirects, Optional.of(refused.reason()));
    }

    /** Nothing of ours: no trace, no identity. Somebody else's server learns that a page was read, and by what sort of program. */
    private static MultiMap headers() {
        return HttpHeaders.headers()
                .set(HttpHeaders.ACCEPT, ACCEPT)
                .set(HttpHeaders.ACCEPT_ENCODING, "identity")
                .set(HttpHeaders.USER_AGENT, "Sallyport");
    }
}
