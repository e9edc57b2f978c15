package io.sallyport.crash;

import io.sallyport.checkpoint.CrashPoint;
import io.sallyport.checkpoint.CrashPoints.Side;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Where one replica says, before and after each durable write, that it has come there ({@code SIDE POINT RUN}), and is told to go on
 * ({@code go}).
 */
final class CrashPort implements AutoCloseable {
    private static final byte[] GO = "go\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket server;
    private final int replica;
    private final Traps traps;

    private CrashPort(ServerSocket server, int replica, Traps traps) {
        this.server = server;
        this.replica = replica;
        this.traps = traps;
    }

    static CrashPort open(int replica, Traps traps) {
        try {
            CrashPort port = new CrashPort(new ServerSocket(0, 256, InetAddress.getLoopbackAddress()), replica, traps);
            Thread.ofVirtual().name("crash port").start(port::accept);
            return port;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the gateway's setting names it. */
    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().name("crash point").start(() -> serve(socket));
            } catch (IOException e) {
                // Closing is how this loop ends.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ");
                traps.reached(replica, Side.valueOf(words[0]), CrashPoint.valueOf(words[1]), words[2]);
                socket.getOutputStream().write(GO);
            }
        } catch (IOException killed) {
            // That is what it is for.
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
