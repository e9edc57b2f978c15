package io.sallyport.clients;

import static org.junit.jupiter.api.Assumptions.abort;

import io.sallyport.testing.Metrics;
import io.sallyport.testing.Ports;
import io.sallyport.testing.TestClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A real model behind an OpenAI-compatible server: the one that {@code REAL_MODEL_BASE_URL} names, else one brought up for the test. */
final class RealModel implements AutoCloseable {
    private static final Path STARTER = Path.of("..", "shared", "real-model", "start.sh");
    private static final Duration START = Duration.ofMinutes(5);

    private final String baseUrl;
    private final long pid;

    private RealModel(String baseUrl, long pid) {
        this.baseUrl = baseUrl;
        this.pid = pid;
    }

    /** Skips the test, and says what would be needed, where there is none. */
    static RealModel open() {
        String named = System.getenv("REAL_MODEL_BASE_URL");
        if (named != null && !named.isBlank()) {
            return new RealModel(named, 0);
        }
        if (!Files.isExecutable(STARTER)) {
            abort(
                    "no real model: set REAL_MODEL_BASE_URL to an OpenAI-compatible server, such as http://127.0.0.1:11500/v1");
        }
        return started();
    }

    private static RealModel started() {
        int port = Ports.free();
        Path pidFile = Path.of("target", "real-model-" + port + ".pid").toAbsolutePath();
        Commands.run(
                "real-model",
                START,
                Map.of(),
                List.of(STARTER.toString(), "--background", pidFile.toString(), Integer.toString(port)));
        try {
            return new RealModel(
                    "http://127.0.0.1:" + port + "/v1",
                    Long.parseLong(Files.readString(pidFile).strip()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String baseUrl() {
        return baseUrl;
    }

    /** Requests that its server works on at this moment, as llama.cpp's metrics say. */
    double busySlots() {
        String root = baseUrl.replaceFirst("/v1/?$", "");
        return Metrics.parse(new TestClient(root, null).get("/metrics").body()).sum("llamacpp:requests_processing");
    }

    @Override
    public void close() {
        if (pid > 0) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        }
    }
}
