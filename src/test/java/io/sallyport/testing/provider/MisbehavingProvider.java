package io.sallyport.testing.provider;

import java.io.IOException;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The server. It plays any number of providers at once, told apart by the first segment of the path, each with any number of models: the
 * base URL of provider {@code p} is {@link #baseUrl baseUrl("p")}, and {@link #lane lane("p/m")} is its model {@code m}.
 */
public final class MisbehavingProvider implements AutoCloseable {
    /** Small, so that a reader who stops reading is felt soon. */
    private static final int SEND_BUFFER = 64 * 1024;

    private final ServerSocket server;
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    private MisbehavingProvider(ServerSocket server) {
        this.server = server;
    }

    public static MisbehavingProvider start() {
        try {
            ServerSocket server = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
            MisbehavingProvider provider = new MisbehavingProvider(server);
            Thread.ofVirtual().name("misbehaving provider").start(provider::accept);
            return provider;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a catalogue writes as the {@code baseUrl} of {@code provider}. */
    public String baseUrl(String provider) {
        return "http://127.0.0.1:" + server.getLocalPort() + "/" + provider + "/v1";
    }

    /** The model {@code ref}, {@code provider/model}. */
    public Lane lane(String ref) {
        return lanes.computeIfAbsent(ref, Lane::new);
    }

    /** TCP connections that are open at this moment, idle ones included. */
    public int openConnections() {
        return connections.size();
    }

    @Override
    public void close() {
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
            PushbackInputStream in = new PushbackInputStream(socket.getInputStream());
            Exchange exchange = null;
            for (int first = in.read(); first >= 0; first = in.read()) {
                if (exchange != null && exchange.dropsNext()) {
                    exchange.droppedInTheFace();
                    return;
                }
                in.unread(first);
                exchange = serveOne(socket, new RequestReader(in).read(), exchange != null);
                if (!exchange.keepAlive()) {
                    return;
                }
            }
        } catch (IOException | ClientGone e) {
            // The gateway closed this connection: between requests that is its right, within one it was counted as a
            // cancel.
        } finally {
            connections.remove(socket);
        }
    }

    private Exchange serveOne(Socket socket, ReceivedRequest request, boolean kept) {
        String provider = request.target().split("/", 3)[1];
        Lane lane = lane(provider + "/" + request.model());
        Exchange exchange = new Exchange(socket, request, lane);
        if (!kept) {
            lane.newConnection();
        }
        Behaviour behaviour = lane.begin(request);
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
