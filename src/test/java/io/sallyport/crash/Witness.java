package io.sallyport.crash;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.crash.witness.WitnessMain;
import io.sallyport.testing.Json;
import io.sallyport.testing.TestClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The witness as the harness knows it: a JVM of its own that nobody kills. */
final class Witness implements AutoCloseable {
    private final Process process;
    private final TestClient client;
    private final int port;

    private Witness(Process process, int port) {
        this.process = process;
        this.port = port;
        this.client = new TestClient("http://127.0.0.1:" + port, null);
    }

    static Witness start() {
        try {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            WitnessMain.class.getName())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            return new Witness(process, Integer.parseInt(said.substring(said.lastIndexOf(' ') + 1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** The next {@code calls} of {@code tool}: acts, then resets the connection. */
    void resetAfterEffect(String tool, int calls) {
        tell(tool, "RESET", calls, Duration.ZERO);
    }

    /** The next calls: acts, then answers so late. */
    void answerLate(String tool, int calls, Duration after) {
        tell(tool, "SLOW", calls, after);
    }

    /** The next calls: acts only then, as a write does that is long on its way. */
    void actLate(String tool, int calls, Duration after) {
        tell(tool, "LATE", calls, after);
    }

    private void tell(String tool, String mood, int calls, Duration delay) {
        client.post(
                "/control",
                Json.write(Map.of("tool", tool, "mood", mood, "calls", calls, "delayMillis", delay.toMillis())));
    }

    /** Everything it has seen: tool → order → {@code effects}, {@code attempts}, {@code keys}. */
    JsonNode report() {
        return client.get("/report").json();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
