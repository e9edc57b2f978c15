package io.sallyport.edge.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.sallyport.testing.Answer;
import io.sallyport.testing.TestingServer;
import io.vertx.ext.web.Router;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DrainingFilterTest {
    private final Draining draining = new Draining();
    private TestingServer server;

    @BeforeEach
    void start() {
        server = TestingServer.with(this::routes);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void routes(Router router) {
        Filters filters = new Filters();
        new DrainingFilter(draining).register(filters);
        filters.getFilters().forEach(filter -> router.route().handler(filter.getHandler()));
        router.route().handler(context -> context.end("served"));
    }

    @Test
    void while_balancers_still_send_newcomers_they_are_served() {
        draining.enter(Draining.Phase.LEAVING);

        assertThat(server.client().get("/v1/models").body()).isEqualTo("served");
    }

    @Test
    void then_newcomers_are_told_to_try_again_elsewhere() {
        draining.enter(Draining.Phase.REFUSING);

        Answer refused = server.client().get("/v1/models");

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.errorCode()).isEqualTo("shutting_down");
    }

    @Test
    void the_client_is_asked_to_close_the_connection_so_that_it_brings_no_other() {
        draining.enter(Draining.Phase.REFUSING);

        assertThat(server.client().get("/v1/models").header("Connection")).isEqualTo("close");
    }

    @Test
    void health_is_told_to_the_end() {
        draining.enter(Draining.Phase.ENDING);

        assertThat(server.client().get("/q/health/ready").body()).isEqualTo("served");
    }
}
