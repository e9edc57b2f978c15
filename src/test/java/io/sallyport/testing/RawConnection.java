package io.sallyport.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A TCP connection that is used byte by byte: to read slowly, to send what is not HTTP, to vanish. */
public final class RawConnection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int SMALL_WINDOW = 64 * 1024;

    private final Socket socket = new Socket();
    private long sent;

    private RawConnection() {}

    static RawConnection to(int port) {
        RawConnection connection = new RawConnection();
        connection.connect(port);
        return connection;
    }

    /** Sends these characters as they are. */
    public RawConnection send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            sent += text.length();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bytes that our kernel has taken. */
    public long sent() {
        return sent;
    }

    /** Sends a chat completion with {@code client}'s key. */
    public RawConnection sendChat(TestClient client, String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return send("POST " + ChatCall.PATH + " HTTP/1.1\r\nHost: gateway\r\nAuthorization: " + client.authorization()
                + "\r\nContent-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n" + body);
    }

    /** Reads exactly this many bytes, or to the end. */
    public String read(int bytes) {
        try {
            return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads until {@code mark} came. */
    public String readUntil(String mark) {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        try {
            InputStream in = socket.getInputStream();
            while (!seen.toString(StandardCharsets.UTF_8).endsWith(mark)) {
                int next = in.read();
                if (next < 0) {
                    throw new AssertionError("closed before '" + mark + "' came; it said: " + seen);
                }
                seen.write(next);
            }
            return seen.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("waiting for '" + mark + "'; it said: " + seen, e);
        }
    }

    /** Sends {@code block} again and again until an answer comes, or the other side hangs up; what came. */
    public String sendUntilAnswered(String block, int atMost) {
        try {
            for (int i = 0; i < atMost && socket.getInputStream().available() == 0; i++) {
                send(block);
            }
        } catch (IOException | UncheckedIOException e) {
            // Whoever has said no may hang up while we are still talking; what it said is still to be read.
        }
        return readUntil("\r\n");
    }

    /** Reads until the gateway closes. */
    public String readAll() {
        return read(Integer.MAX_VALUE);
    }

    /** Vanishes as a crashed client does, with a reset. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void connect(int port) {
        try {
            socket.setReceiveBufferSize(SMALL_WINDOW);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
