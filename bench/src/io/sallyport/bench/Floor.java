package io.sallyport.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

/**
 * The least a gateway on this stack can cost: it reads the model's name, passes the bytes on, and knows no caller, limit, failure or
 * metric. What separates the gateway from it is what we added.
 */
public final class Floor extends AbstractVerticle {
    private static final int MOST_CONNECTIONS = 4096;

    private final int port;
    private final RequestOptions upstream;

    private Floor(int port, int upstreamPort) {
        this.port = port;
        this.upstream = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost("127.0.0.1")
                .setPort(upstreamPort)
                .setURI("/v1/chat/completions");
    }

    public static void main(String... args) {
        int port = Integer.parseInt(args[0]);
        int upstreamPort = Integer.parseInt(args[1]);
        Servers.deploy(() -> new Floor(port, upstreamPort));
    }

    @Override
    public void start(Promise<Void> started) {
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setTcpNoDelay(true), new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS));
        vertx.createHttpServer(Servers.on(port))
                .requestHandler(Servers.whenRead((request, body) -> pass(request, body, client)))
                .listen()
                .<Void>mapEmpty()
                .onComplete(started);
    }

    private void pass(HttpServerRequest caller, Buffer body, HttpClient client) {
        var _ = Wire.model(body);
        client.request(upstream)
                .compose(request -> send(request, body))
                .onSuccess(answer -> giveBack(answer, caller.response()))
                .onFailure(cause -> caller.response().setStatusCode(502).end());
    }

    private static Future<HttpClientResponse> send(HttpClientRequest request, Buffer body) {
        request.putHeader(HttpHeaders.CONTENT_TYPE, HttpHeaders.createOptimized("application/json"));
        return request.send(body);
    }

    private static void giveBack(HttpClientResponse answer, HttpServerResponse caller) {
        caller.putHeader(HttpHeaders.CONTENT_TYPE, answer.headers().get(HttpHeaders.CONTENT_TYPE));
        if (answer.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            answer.bodyHandler(caller::end);
        } else {
            caller.setChunked(true);
            answer.pipeTo(caller);
        }
    }
}
