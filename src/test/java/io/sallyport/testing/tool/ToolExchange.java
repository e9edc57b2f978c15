package io.sallyport.testing.tool;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request on one connection, with everything that a server can do to it, and some things that it must not. */
public final class ToolExchange {
    private final Socket socket;
    private final InputStream in;
    private final Consumer<ReceivedCall> log;
    private @Nullable ReceivedCall request;
    private boolean keepAlive = true;

    ToolExchange(Socket socket, InputStream in, Consumer<ReceivedCall> log) {
        this.socket = socket;
        this.in = in;
        this.log = log;
    }

    /** Reads the request; a behaviour that does not ask for it has not read it. */
    public ReceivedCall request() throws IOException {
        if (request == null) {
            request = read();
            log.accept(request);
        }
        return request;
    }

    /** A whole answer in good order; {@code headers} are name, value, name, value, … */
    public void answer(int status, String contentType, byte[] body, String... headers) throws IOException {
        request();
        head(status, contentType, body.length, headers);
        raw(body);
    }

    /** A whole answer in good order. */
    public void json(int status, String body, String... headers) throws IOException {
        answer(status, "application/json", body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** The head of an answer of {@code length} bytes. */
    public ToolExchange head(int status, String contentType, long length, String... headers) throws IOException {
        request();
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " As told\r\n");
        for (int i = 0; i < headers.length; i += 2) {
            head.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
        }
        head.append("Content-Type: ").append(contentType).append("\r\n");
        return raw(head.append("Content-Length: ")
                .append(length)
                .append("\r\n\r\n")
                .toString());
    }

    /** These characters on the wire, whatever they mean there. */
    public ToolExchange raw(String text) throws IOException {
        return raw(text.getBytes(StandardCharsets.UTF_8));
    }

    /** These bytes on the wire, whatever they mean there. */
    public ToolExchange raw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Does nothing until the gateway has gone away. */
    public void hold() throws IOException {
        while (in.read() >= 0) {
            // what still comes is of no interest
        }
    }

    /** Closes as a crashed process does. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        close();
    }

    /** Closes in good order, whatever is still missing. */
    public void close() throws IOException {
        keepAlive = false;
        socket.close();
    }

    boolean keepAlive() {
        return keepAlive;
    }

    private ReceivedCall read() throws IOException {
        String[] start = line().split(" ", 3);
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the client closed in the middle of its body");
        }
        return new ReceivedCall(start[0], start[1], headers, body);
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the client closed in the middle of its request");
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }
}
