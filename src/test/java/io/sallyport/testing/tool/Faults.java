package io.sallyport.testing.tool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/** What tools do to those who call them. */
public final class Faults {
    private static final int BLOCK = 64 * 1024;

    private Faults() {}

    /** Resets the connection without having read the request. */
    public static Behaviour resetUnread() {
        return ToolExchange::reset;
    }

    /** Reads the request, does what it says for all anybody knows, and resets the connection. */
    public static Behaviour resetAfterReading() {
        return exchange -> {
            exchange.request();
            exchange.reset();
        };
    }

    /** Reads the request and closes the connection in good order. */
    public static Behaviour closeAfterReading() {
        return exchange -> {
            exchange.request();
            exchange.close();
        };
    }

    /** Reads the request and never says a word. */
    public static Behaviour silence() {
        return exchange -> {
            exchange.request();
            exchange.hold();
        };
    }

    /** Begins an answer of this status and never ends it. */
    public static Behaviour stall(int status) {
        return exchange -> exchange.head(status, "application/json", 1000)
                .raw("{\"half\":")
                .hold();
    }

    /** Begins an answer of this status, and resets the connection in its middle. */
    public static Behaviour cut(int status) {
        return exchange -> exchange.head(status, "application/json", 1000)
                .raw("{\"half\":")
                .close();
    }

    /** One byte at a time, for ever. */
    public static Behaviour drip() {
        return exchange -> {
            exchange.head(200, "application/json", 1_000_000);
            long end = System.nanoTime() + 5_000_000_000L;
            while (System.nanoTime() < end) {
                exchange.raw(" ");
                LockSupport.parkNanos(2_000_000);
            }
        };
    }

    /** An answer of this many bytes of text. */
    public static Behaviour large(long bytes) {
        return exchange -> {
            exchange.head(200, "text/plain", bytes);
            write(exchange, bytes);
        };
    }

    /** Chunk after chunk without end. */
    public static Behaviour endless() {
        return exchange -> {
            exchange.request();
            exchange.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            byte[] block = new byte[BLOCK];
            Arrays.fill(block, (byte) 'x');
            while (exchange.keepAlive()) {
                exchange.raw("10000\r\n").raw(block).raw("\r\n");
            }
        };
    }

    /** Bytes that are no HTTP. */
    public static Behaviour garbage() {
        return exchange -> {
            exchange.request();
            byte[] bytes = new byte[512];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (i * 31 + 7);
            }
            exchange.raw(bytes).raw("\r\n\r\n");
            exchange.close();
        };
    }

    /** A head larger than any that is read. */
    public static Behaviour hugeHeaders() {
        return exchange -> exchange.json(200, "{}", "X-Huge", "x".repeat(512 * 1024));
    }

    public static Behaviour status(int status, String... headers) {
        return exchange -> exchange.json(status, "{\"problem\":\"status " + status + "\"}", headers);
    }

    /** Sends the caller elsewhere. */
    public static Behaviour redirect(int status, String location) {
        return status(status, "Location", location);
    }

    /** A text as it is. */
    public static Behaviour text(String body) {
        return exchange -> exchange.answer(200, "text/plain; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
    }

    /** Answers well, and closes the connection without a word as soon as it has been idle. */
    public static Behaviour thenClose() {
        return exchange -> {
            exchange.json(200, "{\"ok\":true}");
            exchange.close();
        };
    }

    private static void write(ToolExchange exchange, long bytes) throws IOException {
        byte[] block = new byte[BLOCK];
        Arrays.fill(block, (byte) 'x');
        for (long left = bytes; left > 0; left -= BLOCK) {
            exchange.raw(left >= BLOCK ? block : Arrays.copyOf(block, (int) left));
        }
    }
}
