package io.sallyport.tool.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import java.net.InetAddress;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutgoingTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        var _ = get(vertx.close());
    }

    @Test
    void a_literal_of_ipv6_is_a_host_in_brackets() throws Exception {
        HttpServer server = get(vertx.createHttpServer()
                .requestHandler(request -> request.response().end(request.getHeader("Host")))
                .listen(0, "127.0.0.1"));
        String host = "[fd00::1]:" + server.actualPort();

        assertThat(told(host)).isEqualTo(host);
        assertThat(told("orders.example:" + server.actualPort())).isEqualTo("orders.example:" + server.actualPort());
    }

    private String told(String host) throws Exception {
        Outgoing outgoing = new Outgoing(
                HttpMethod.GET, URI.create("http://" + host + "/"), HttpHeaders.headers(), Buffer.buffer());
        HttpClient client = vertx.createHttpClient();
        return get(client.request(outgoing.options(InetAddress.getLoopbackAddress(), 1000))
                        .compose(HttpClientRequest::send)
                        .compose(HttpClientResponse::body))
                .toString();
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
