package io.sallyport.testing.provider;

import java.io.IOException;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** One provider's port: accepts connections and has each request on them served as its model's lane says. */
final class ProviderPort {
    /** Small, so that a reader who stops reading is felt soon. */
    private static final int SEND_BUFFER = 64 * 1024;

    private final ServerSocket server;
    private final Function<String, Lane> lanes;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    private ProviderPort(ServerSocket server, Function<String, Lane> lanes) {
        this.server = server;
        this.lanes = lanes;
    }

    /** Listens; {@code lanes} finds a lane by the name of its model. */
    static ProviderPort open(Function<String, Lane> lanes) {
        try {
            ServerSocket server = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
            ProviderPort port = new ProviderPort(server, lanes);
            Thread.ofVirtual().name("misbehaving provider").start(port::accept);
            return port;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/v1";
    }

    int openConnections() {
        return connections.size();
    }

    void close() {
        try {
            server.close();
            for (Socket socket : connections) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket socket = server.accept();
                Thread.ofVirtual().name("misbehaving connection").start(() -> serve(socket));
            }
        } catch (SocketException e) {
            assert server.isClosed() : e; // closing is how this loop ends
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(Socket socket) {
        connections.add(socket);
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setSendBufferSize(SEND_BUFFER);
            serveAll(socket);
        } catch (IOException | ClientGone e) {
            // The gateway closed this connection: between requests that is its right, within one it was counted as a
            // cancel.
        } finally {
            connections.remove(socket);
        }
    }

    private void serveAll(Socket socket) throws IOException {
        PushbackInputStream in = new PushbackInputStream(socket.getInputStream());
        Exchange last = null;
        for (int first = in.read(); first >= 0; first = in.read()) {
            if (last != null && last.dropsNext()) {
                last.droppedInTheFace();
                return;
            }
            in.unread(first);
            ReceivedRequest request = new RequestReader(in).read();
            Lane lane = lanes.apply(request.model());
            if (last == null) {
                lane.newConnection();
            }
            last = serveOne(new Exchange(socket, request, lane), lane);
            if (!last.keepAlive()) {
                return;
            }
        }
    }

    private static Exchange serveOne(Exchange exchange, Lane lane) {
        Behaviour behaviour = lane.begin(exchange.request());
        try {
            behaviour.serve(exchange);
            lane.finish();
            return exchange;
        } catch (ClientGone e) {
            lane.cancelled();
            throw e;
        }
    }
}
