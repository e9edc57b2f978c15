package io.sallyport.tool.http;

import io.sallyport.catalog.AgentSpec;
import io.sallyport.config.EmbeddedFacts;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.Optional;

/** Exchanges as they are, put together without a container; answers of more than a mebibyte are too large. */
public final class TestingExchanges {
    /** Bytes. */
    public static final int MOST = 1024 * 1024;

    private TestingExchanges() {}

    /** No name leads anywhere: tests use literal addresses. */
    public static Exchanges of(Vertx vertx) {
        return of(vertx, new TestingCalls.NoIssuer());
    }

    /** With tokens of the issuer at {@code url}. */
    public static Exchanges of(Vertx vertx, String url) {
        return of(vertx, new AnIssuer(url));
    }

    /** The agent of these tests. */
    public static AgentSpec agent() {
        return TestingCalls.agent();
    }

    private static Exchanges of(Vertx vertx, EmbeddedFacts facts) {
        HttpTransport transport = new HttpTransport(
                vertx,
                new HttpClientOptions(),
                (context, host) -> context.failedFuture(new UnknownHostException(host)),
                new HttpExchange.Limits(MOST, 4096));
        Issuer issuer = new Issuer(Optional.empty(), facts);
        TokenEndpoint endpoint = new TokenEndpoint(vertx, issuer, transport);
        return new Exchanges(
                transport, new AgentTokens(issuer, endpoint::fetch, InstantSource.system(), (grant, outcome) -> {}));
    }
}
