package io.sallyport.tool.http;

import io.sallyport.catalog.ToolBinding.Auth;
import io.sallyport.catalog.ToolBinding.Http;
import io.sallyport.identity.UserToken;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolErrors;
import io.sallyport.tool.http.Exchanged.NotSent;
import io.sallyport.tool.http.Exchanged.Reason;
import io.sallyport.tool.http.HttpExchange.Limits;
import io.sallyport.tool.http.Requests.Unsendable;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.impl.ContextInternal;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Single exchanges with an endpoint, for kinds of tools that speak a protocol of their own over HTTP. What holds for HTTP tools holds for
 * them: addresses are looked at where the connection is made, answers and time are bounded, and it is known whether anything was sent.
 * Redirects are not followed.
 */
@Singleton
public class Exchanges {
    private final HttpTransport transport;
    private final Egress egress;
    private final AgentTokens tokens;

    Exchanges(HttpTransport transport, AgentTokens tokens) {
        this.transport = transport;
        this.egress = new Egress(transport.names());
        this.tokens = tokens;
    }

    /** Never fails. To be called on {@code context}, where the answer comes too. */
    public Future<Exchanged> make(ContextInternal context, Http endpoint, Question question) {
        return make(context, endpoint, question, Future.future(never -> {}));
    }

    /** The same, given up where {@code enough} completes before its time is over. To be completed on {@code context}. */
    public Future<Exchanged> make(ContextInternal context, Http endpoint, Question question, Future<Void> enough) {
        PooledClient client = question.fresh() ? transport.fresh(context) : transport.kept(context);
        Limits limits = new Limits(
                Math.min(question.most(), transport.limits().result()),
                transport.limits().refusal());
        return new Trip(context, client, limits, question.maySend(), question.watch())
                .run(
                        question.millis(),
                        enough,
                        () -> token(endpoint, question).compose(token -> {
                            Outgoing outgoing = outgoing(endpoint, question, token);
                            return egress.addresses(context, endpoint, outgoing.target(), false)
                                    .map(addresses -> new Trip.Prepared(outgoing, addresses));
                        }))
                .onSuccess(exchanged -> lookAtRefusals(endpoint, question, exchanged))
                .otherwise(unsendable -> new NotSent(
                        Reason.UNSENDABLE,
                        unsendable instanceof Unsendable told ? told.error().message() : "it could not be written"));
    }

    private Future<Optional<String>> token(Http endpoint, Question question) {
        if (endpoint.auth() == Auth.NONE) {
            return Future.succeededFuture(Optional.empty());
        }
        Optional<UserToken> user = user(endpoint, question);
        if (question.identity().isEmpty() || (endpoint.auth() == Auth.USER && user.isEmpty())) {
            return Future.failedFuture(new Unsendable(
                    ToolError.of(ToolErrors.MISCONFIGURED, "The tool wants an identity that this call has not got.")));
        }
        return tokens.of(question.identity().get(), endpoint.audience(), user).map(Optional::of);
    }

    private static Optional<UserToken> user(Http endpoint, Question question) {
        return endpoint.auth() == Auth.USER ? question.user() : Optional.empty();
    }

    private static Outgoing outgoing(Http endpoint, Question question, Optional<String> token) {
        MultiMap headers = HttpHeaders.headers();
        try {
            endpoint.headers().forEach((name, value) -> headers.set(name, value.reveal()));
            question.headers().forEach(headers::set);
            token.ifPresent(bearer -> headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + bearer));
        } catch (IllegalArgumentException unprintable) {
            throw new Unsendable(
                    ToolError.of(ToolErrors.MISCONFIGURED, "A header of the tool's manifest cannot be sent."));
        }
        return new Outgoing(
                question.method(),
                endpoint.url().fill(name -> null).orElseThrow(Exchanges::noAddress),
                headers,
                question.body());
    }

    private static Unsendable noAddress() {
        return new Unsendable(ToolError.of(ToolErrors.MISCONFIGURED, "The server's address cannot be used."));
    }

    private void lookAtRefusals(Http endpoint, Question question, Exchanged exchanged) {
        if (endpoint.auth() != Auth.NONE && exchanged instanceof Exchanged.Answer answer && answer.status() == 401) {
            question.identity()
                    .ifPresent(agent -> tokens.refused(agent, endpoint.audience(), user(endpoint, question)));
        }
    }
}
