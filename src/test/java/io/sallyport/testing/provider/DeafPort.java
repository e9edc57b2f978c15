package io.sallyport.testing.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A port that neither accepts nor refuses: its queue is full and nobody takes connections from it. */
public final class DeafPort implements AutoCloseable {
    private static final int MORE_THAN_THE_QUEUE = 8;
    private static final int SOON_MILLIS = 200;

    private final ServerSocket server;
    private final List<Socket> queue = new ArrayList<>();

    private DeafPort(ServerSocket server) {
        this.server = server;
    }

    public static DeafPort open() {
        try {
            DeafPort port = new DeafPort(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            port.fill();
            return port;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String baseUrl() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/v1";
    }

    @Override
    public void close() {
        try {
            for (Socket socket : queue) {
                socket.close();
            }
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fill() throws IOException {
        for (int i = 0; i < MORE_THAN_THE_QUEUE; i++) {
            Socket socket = new Socket();
            queue.add(socket);
            try {
                socket.connect(server.getLocalSocketAddress(), SOON_MILLIS);
            } catch (SocketTimeoutException e) {
                return; // full
            }
        }
        InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
        throw new IllegalStateException("this system's queue for port " + address.getPort() + " cannot be filled");
    }
}
