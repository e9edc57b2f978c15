package io.sallyport.edge.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.testing.RawConnection;
import io.sallyport.testing.TestingServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RestRequestsTest {
    private final Draining draining = new Draining();
    private final RestRequests requests = new RestRequests(draining);
    private final Queue<RoutingContext> open = new ConcurrentLinkedQueue<>();
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
        router.route("/quick").handler(context -> {
            requests.begin(context);
            context.end("served " + draining.active());
        });
        router.route("/slow").handler(context -> {
            requests.begin(context);
            open.add(context);
        });
        router.route("/refused").handler(context -> {
            requests.begin(context);
            // As it is done to bodies that grow too large while they are read.
            context.response().setStatusCode(413).endHandler(ended -> {});
            var _ = context.response().end();
        });
        router.route("/late").handler(context -> {
            open.add(context);
            context.response().closeHandler(closed -> requests.begin(context));
        });
    }

    @Test
    void a_request_counts_until_it_is_answered() {
        assertThat(server.client().get("/quick").body()).isEqualTo("served 1");
        await().untilAsserted(() -> assertThat(draining.active()).isZero());
    }

    @Test
    void a_request_whose_end_is_taken_by_others_does_not_count_any_more() {
        assertThat(server.client().get("/refused").status()).isEqualTo(413);
        await().untilAsserted(() -> assertThat(draining.active()).isZero());
    }

    @Test
    void a_client_that_hangs_up_does_not_count_any_more() {
        RawConnection client = asking("/slow");
        await().untilAsserted(() -> assertThat(draining.active()).isEqualTo(1));

        client.reset();

        await().untilAsserted(() -> assertThat(draining.active()).isZero());
    }

    @Test
    void a_client_that_has_hung_up_before_does_not_count_at_all() {
        RawConnection client = asking("/late");
        await().until(() -> !open.isEmpty());

        client.reset();

        await().until(() -> open.element().response().closed());
        await().untilAsserted(() -> assertThat(draining.active()).isZero());
    }

    private RawConnection asking(String path) {
        return server.client().raw().send("POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
    }
}
