package io.sallyport.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** How the bench's own servers are run: one instance on each event loop, one event loop for each core. */
final class Servers {
    private static final int BACKLOG = 4096;

    private Servers() {}

    static Vertx vertx(int loops) {
        return Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(loops));
    }

    static int loops() {
        return Runtime.getRuntime().availableProcessors();
    }

    static HttpServerOptions on(int port) {
        return new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setTcpNoDelay(true)
                .setAcceptBacklog(BACKLOG);
    }

    /** Calls {@code answer} with the whole body; a request without one only asks whether the server is there. */
    static Handler<HttpServerRequest> whenRead(BiConsumer<HttpServerRequest, Buffer> answer) {
        return request -> request.bodyHandler(body -> {
            if (body.length() == 0) {
                request.response().end();
            } else {
                answer.accept(request, body);
            }
        });
    }

    static void deploy(Supplier<? extends AbstractVerticle> server) {
        Vertx vertx = vertx(loops());
        vertx.deployVerticle(server::get, new DeploymentOptions().setInstances(loops()))
                .onFailure(cause -> {
                    System.err.println("The server does not start: " + cause);
                    System.exit(1);
                });
    }
}
