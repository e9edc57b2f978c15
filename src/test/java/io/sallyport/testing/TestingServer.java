package io.sallyport.testing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A server of this JVM with a few routes: for handlers of which the whole gateway shows too little. */
public final class TestingServer implements AutoCloseable {
    private static final int LARGE_HEADERS = 1 << 17;

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server = vertx.createHttpServer(new HttpServerOptions().setMaxHeaderSize(LARGE_HEADERS));

    private TestingServer() {}

    /** Serves what {@code routes} puts onto the router. */
    public static TestingServer with(Consumer<Router> routes) {
        TestingServer started = new TestingServer();
        Router router = Router.router(started.vertx);
        routes.accept(router);
        done(started.server.requestHandler(router).listen(0, "127.0.0.1"));
        return started;
    }

    /** The address in front of its routes. */
    public String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** A client without credentials. */
    public TestClient client() {
        return new TestClient(url(), null);
    }

    @Override
    public void close() {
        done(vertx.close());
    }

    private static void done(Future<?> work) {
        try {
            var _ = work.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
