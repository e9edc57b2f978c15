package io.sallyport.testing.provider;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One request and the connection it came on, with everything an HTTP server does and some things that it must not do. Every method that
 * waits or writes notices when the gateway has gone away, and ends the behaviour there.
 */
public final class Exchange {
    /** Longer than any limit in any test, so that who waits this long was never cancelled. */
    private static final Duration FOR_EVER = Duration.ofSeconds(60);

    private final Socket socket;
    private final ReceivedRequest request;
    private final Lane lane;
    private boolean keepAlive = true;
    private boolean dropNext;

    Exchange(Socket socket, ReceivedRequest request, Lane lane) {
        this.socket = socket;
        this.request = request;
        this.lane = lane;
    }

    public ReceivedRequest request() {
        return request;
    }

    public boolean streaming() {
        return request.asksForStream();
    }

    /** The head of an answer in chunks; {@code headers} are name, value, name, value, … */
    public Exchange head(int status, String... headers) {
        return raw(headText(status, headers) + "Transfer-Encoding: chunked\r\n\r\n");
    }

    /** A whole answer with its length. */
    public void whole(int status, String contentType, String body, String... headers) {
        announce(status, contentType, length(body), headers);
        raw(body);
    }

    /** The head of an answer of {@code length} bytes. */
    public void announce(int status, String contentType, int length, String... headers) {
        raw(headText(status, headers) + "Content-Type: " + contentType + "\r\nContent-Length: " + length + "\r\n\r\n");
    }

    /** The head of an event stream. */
    public Exchange openStream() {
        return head(200, "Content-Type", "text/event-stream");
    }

    /** One {@code data:} event, in a chunk of its own. */
    public Exchange event(String data) {
        return chunk("data: " + data + "\n\n");
    }

    /** One chunk of the body. */
    public Exchange chunk(String text) {
        return chunk(text.getBytes(StandardCharsets.UTF_8));
    }

    /** One chunk of the body. */
    public Exchange chunk(byte[] bytes) {
        byte[] size = (Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] framed = new byte[size.length + bytes.length + 2];
        System.arraycopy(size, 0, framed, 0, size.length);
        System.arraycopy(bytes, 0, framed, size.length, bytes.length);
        framed[framed.length - 2] = '\r';
        framed[framed.length - 1] = '\n';
        return raw(framed);
    }

    /** The end of a body in chunks. */
    public Exchange end() {
        return raw("0\r\n\r\n");
    }

    /** These characters on the wire, whatever they mean there. */
    public Exchange raw(String text) {
        return raw(text.getBytes(StandardCharsets.UTF_8));
    }

    /** These bytes on the wire, whatever they mean there. */
    public Exchange raw(byte[] bytes) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            lane.sent(bytes.length);
            return this;
        } catch (IOException e) {
            throw new ClientGone(e);
        }
    }

    /** Does nothing for a while, but looks whether the gateway is still there. */
    public Exchange pause(Duration duration) {
        try {
            socket.setSoTimeout((int) duration.toMillis());
            if (socket.getInputStream().read() >= 0) {
                throw new IllegalStateException("a second request came before the first was answered");
            }
            throw new ClientGone();
        } catch (SocketTimeoutException e) {
            return resumeReading();
        } catch (IOException e) {
            throw new ClientGone(e);
        }
    }

    /** Does nothing until the gateway gives up. */
    public void hold() {
        pause(FOR_EVER);
        throw new AssertionError("the gateway waited for a minute");
    }

    /** Closes as a crashed process does, with a reset. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            close();
        } catch (IOException e) {
            throw new ClientGone(e);
        }
    }

    /** Closes in good order, whatever is still missing. */
    public void close() {
        keepAlive = false;
        try {
            socket.close();
        } catch (IOException e) {
            throw new ClientGone(e);
        }
    }

    /** Keeps the connection alive, and resets it as soon as the next request comes on it. */
    public void dropNextRequest() {
        dropNext = true;
    }

    void droppedInTheFace() {
        lane.droppedConnection();
        reset();
    }

    boolean keepAlive() {
        return keepAlive;
    }

    boolean dropsNext() {
        return dropNext;
    }

    static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private Exchange resumeReading() {
        try {
            socket.setSoTimeout(0);
            return this;
        } catch (IOException e) {
            throw new ClientGone(e);
        }
    }

    private static String headText(int status, String... headers) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " As told\r\n");
        for (int i = 0; i < headers.length; i += 2) {
            head.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
        }
        return head.toString();
    }
}
