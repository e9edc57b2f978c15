package io.sallyport.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.core.json.Json;
import io.sallyport.crash.witness.McpBook;
import io.sallyport.crash.witness.McpTools;
import io.sallyport.crash.witness.McpWitnessMain;
import io.sallyport.tool.mcp.Definitions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The sample MCP server as the harness knows it: a JVM of its own, killed when a plan says so. What it has done stands in its file. */
final class McpWitness implements AutoCloseable {
    private static final Duration UP_WITHIN = Duration.ofSeconds(30);
    private static final Duration CALLED_WITHIN = Duration.ofSeconds(4);

    private final Path folder;
    private final Path book;
    private Process process;
    private BlockingQueue<String> said;
    private final String url;

    private McpWitness(Path folder) {
        this.folder = folder;
        this.book = folder.resolve("book.jsonl");
        this.url = launch(0);
    }

    static McpWitness start() {
        try {
            return new McpWitness(Files.createTempDirectory("sallyport-mcp-witness"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By which a manifest names the definition of {@code tool}. */
    static String digest(String tool) {
        return Definitions.digest(McpTools.definition(tool));
    }

    String url() {
        return url;
    }

    /** The next call of {@code tool}: acts, then resets the connection. */
    void resetAfterEffect(String tool) {
        tell(tool + " RESET");
    }

    /** From now on calls of {@code tool} are held when they have acted: {@link #kill}. */
    void holdAfterEffect(String tool) {
        tell(tool + " HOLD");
    }

    /** {@code kill -9} as soon as a call is held, or after a while; then it is started again. Whether one was. */
    boolean kill() {
        boolean held = !next(CALLED_WITHIN).isEmpty();
        process.destroyForcibly();
        launch(Integer.parseInt(url.replaceFirst(".*:(\\d+)/.*", "$1")));
        return held;
    }

    /** As {@link Witness#report}: tool → order → {@code effects}, {@code attempts}, {@code keys}, {@code resets}. */
    ObjectNode report() {
        ObjectNode report = Json.object();
        try {
            for (JsonNode line : McpBook.lines(book)) {
                ObjectNode order = report.withObjectProperty(line.path("tool").asText())
                        .withObjectProperty(line.path("order").asText());
                switch (line.path("what").asText()) {
                    case McpBook.EFFECT ->
                        order.put("effects", order.path("effects").asInt() + 1);
                    case McpBook.RESET ->
                        order.put("resets", order.path("resets").asInt() + 1);
                    default -> {
                        order.withArrayProperty("attempts").add(line.path("at"));
                        note(order.withArrayProperty("keys"), line.path("key"));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return report;
    }

    private static void note(ArrayNode keys, JsonNode key) {
        for (JsonNode known : keys) {
            if (known.equals(key)) {
                return;
            }
        }
        keys.add(key);
    }

    private void tell(String what) {
        try {
            process.getOutputStream().write((what + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (String line = next(UP_WITHIN); !line.equals("told"); line = next(UP_WITHIN)) {
            if (line.isEmpty()) {
                throw new IllegalStateException("the MCP server does not listen");
            }
        }
    }

    private String launch(int port) {
        try {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx128m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            McpWitnessMain.class.getName(),
                            Integer.toString(port),
                            book.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        Thread.ofVirtual().name("what the MCP server says").start(() -> hear(out, lines));
        said = lines;
        String first = next(UP_WITHIN);
        if (first.isEmpty()) {
            throw new IllegalStateException("the MCP server did not start");
        }
        return first.substring(first.lastIndexOf(' ') + 1);
    }

    /** It is killed on purpose, and with it the stream that is read here. */
    private static void hear(BufferedReader out, BlockingQueue<String> lines) {
        try {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
            }
        } catch (IOException killed) {
            // Whoever waits for a line waits in vain, and says so.
        }
    }

    private String next(Duration within) {
        try {
            String line = said.poll(within.toMillis(), TimeUnit.MILLISECONDS);
            return line == null ? "" : line;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            Files.deleteIfExists(book);
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
