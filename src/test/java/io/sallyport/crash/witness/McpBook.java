package io.sallyport.crash.witness;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.core.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the sample MCP server has done: lines at the end of a file, each effect on the disk before anybody is told of it. Whoever is started
 * after a crash reads what is there, and the harness reads the same file.
 */
public final class McpBook implements AutoCloseable {
    /** What lines tell of. */
    public static final String ASKED = "asked";

    public static final String EFFECT = "effect";
    public static final String RESET = "reset";

    private final FileChannel file;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, String> receipts = new HashMap<>();

    private McpBook(FileChannel file) {
        this.file = file;
    }

    static McpBook open(Path path) throws IOException {
        List<JsonNode> before = Files.exists(path) ? lines(path) : List.of();
        McpBook book = new McpBook(
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
        book.write("\n"); // whoever was killed in the middle of a line has left it open
        before.stream()
                .filter(line -> line.path("what").asText().equals(EFFECT))
                .forEach(line -> book.receipts.putIfAbsent(
                        name(line.path("tool").asText(), line.path("key").asText()),
                        line.path("receipt").asText()));
        return book;
    }

    /** Everything that is written whole. */
    public static List<JsonNode> lines(Path path) throws IOException {
        return Files.readAllLines(path, StandardCharsets.UTF_8).stream()
                .map(Json::parse)
                .flatMap(java.util.Optional::stream)
                .filter(JsonNode::isObject)
                .toList();
    }

    void note(String what, String tool, String order, String key) throws IOException {
        write(Json.object()
                        .put("what", what)
                        .put("tool", tool)
                        .put("order", order)
                        .put("key", key)
                        .put("at", System.currentTimeMillis())
                + "\n");
    }

    /** Does it, and has it on the disk then; once for each key where {@code keyed}. The receipt. */
    String act(String tool, String order, String key, boolean keyed) throws IOException {
        lock.lock();
        try {
            String known = keyed ? receipts.get(name(tool, key)) : null;
            if (known != null) {
                return known;
            }
            String receipt = tool + "/" + order + "/" + (receipts.size() + 1);
            write(Json.object()
                            .put("what", EFFECT)
                            .put("tool", tool)
                            .put("order", order)
                            .put("key", key)
                            .put("receipt", receipt)
                    + "\n");
            file.force(true);
            receipts.put(name(tool, keyed ? key : receipt), receipt);
            return receipt;
        } finally {
            lock.unlock();
        }
    }

    private void write(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        lock.lock();
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } finally {
            lock.unlock();
        }
    }

    private static String name(String tool, String key) {
        return tool + " " + key;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
