package io.sallyport.telemetry;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** Takes traces as a collector does, OTLP by gRPC on a real socket, and keeps them as the bytes that came. Or it takes them and says nothing. */
final class TestingCollector implements AutoCloseable {
    private static final String EXPORT = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

    /** An empty message: not compressed, no bytes. */
    private static final Buffer NOTHING = Buffer.buffer(new byte[5]);

    private final Vertx vertx = Vertx.vertx();
    private final List<String> exports = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile boolean silent;

    private TestingCollector() throws Exception {
        server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(this::take)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, SECONDS);
    }

    static TestingCollector start() throws Exception {
        return new TestingCollector();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** From now on it takes what comes and never answers. */
    void fallSilent() {
        silent = true;
    }

    /** All that came, as text: names and attributes stand in it as they are. */
    String all() {
        return String.join("\n", exports);
    }

    /** All spans that came. */
    List<ExportedSpan> spans() {
        return exports.stream()
                .flatMap(export -> ExportedSpan.of(export.getBytes(StandardCharsets.ISO_8859_1)).stream())
                .toList();
    }

    /** How often {@code text} came. */
    long times(String text) {
        return all().split(Pattern.quote(text), -1).length - 1L;
    }

    int exports() {
        return exports.size();
    }

    private void take(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            if (request.path().equals(EXPORT)) {
                exports.add(body.toString(StandardCharsets.ISO_8859_1));
            }
            if (!silent) {
                request.response().putHeader("content-type", "application/grpc").putTrailer("grpc-status", "0");
                var _ = request.response().end(NOTHING);
            }
        });
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
    }
}
