package io.sallyport.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sallyport.tool.http.TokenObserver.Grant;
import io.sallyport.tool.http.TokenObserver.Outcome;
import org.junit.jupiter.api.Test;

class McpMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void each_server_has_the_sessions_and_the_stream_that_are_open_with_it() {
        McpMeters meters = new McpMeters(registry);
        meters.sessionOpened("mail");
        meters.sessionOpened("mail");
        meters.sessionOpened("files");
        meters.sessionEnded("mail");
        meters.streamOpened("mail");
        meters.streamEnded("mail");
        meters.listChanged("mail");
        meters.listChanged("mail");

        assertThat(gauge("sallyport.mcp.sessions", "mail")).isEqualTo(1);
        assertThat(gauge("sallyport.mcp.sessions", "files")).isEqualTo(1);
        assertThat(gauge("sallyport.mcp.streams", "mail")).isZero();
        assertThat(registry.get("sallyport.mcp.list.changes")
                        .tag("server", "mail")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    private double gauge(String name, String server) {
        return registry.get(name).tag("server", server).gauge().value();
    }

    @Test
    void tokens_are_counted_by_how_they_were_asked_for_and_what_came_of_it() {
        TokenMeters meters = new TokenMeters(registry);
        meters.asked(Grant.TOKEN_EXCHANGE, Outcome.REFUSED);
        meters.asked(Grant.TOKEN_EXCHANGE, Outcome.REFUSED);
        meters.asked(Grant.CLIENT_CREDENTIALS, Outcome.ISSUED);

        assertThat(registry.get("sallyport.tool.tokens")
                        .tags("grant", "token_exchange", "outcome", "refused")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("sallyport.tool.tokens")
                        .tags("grant", "client_credentials", "outcome", "issued")
                        .counter()
                        .count())
                .isEqualTo(1);
    }
}
