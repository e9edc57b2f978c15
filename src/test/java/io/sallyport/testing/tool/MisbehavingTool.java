package io.sallyport.testing.tool;

import java.io.IOException;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The server: treats the next requests as it was told, and all others decently; remembers what it has read. */
public final class MisbehavingTool implements AutoCloseable {
    private final ServerSocket server;
    private final Queue<Behaviour> next = new ConcurrentLinkedQueue<>();
    private final AtomicInteger resetOnAccept = new AtomicInteger();
    private final List<ReceivedCall> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Consumer<ReceivedCall> log = calls::add;
    private volatile Behaviour otherwise = exchange -> exchange.json(200, "{\"ok\":true}");

    private MisbehavingTool(ServerSocket server) {
        this.server = server;
    }

    public static MisbehavingTool start() {
        return start(0);
    }

    /** On this port, or on a free one where it is 0. */
    public static MisbehavingTool start(int port) {
        try {
            MisbehavingTool tool = new MisbehavingTool(new ServerSocket(port, 128, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().name("misbehaving tool").start(tool::accept);
            return tool;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    /** The next requests, in their order. */
    public MisbehavingTool next(Behaviour... behaviours) {
        next.addAll(List.of(behaviours));
        return this;
    }

    /** All requests from now on that {@link #next} says nothing about. */
    public MisbehavingTool always(Behaviour behaviour) {
        otherwise = behaviour;
        return this;
    }

    /** Resets this many of the next connections before anything on them is read. */
    public MisbehavingTool resetNextConnections(int count) {
        resetOnAccept.set(count);
        return this;
    }

    /** From now on it remembers nothing of what it reads. */
    public MisbehavingTool forgetful() {
        log = call -> {};
        return this;
    }

    /** Back to good manners; what it has read is forgotten. */
    public void reset() {
        next.clear();
        calls.clear();
        resetOnAccept.set(0);
        connections.set(0);
        otherwise = exchange -> exchange.json(200, "{\"ok\":true}");
    }

    /** What it has read. */
    public List<ReceivedCall> calls() {
        return calls;
    }

    /** Connections that were made. */
    public int connections() {
        return connections.get();
    }

    /** Connections that are open now. */
    public int openConnections() {
        return open.size();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
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
                Thread.ofVirtual().name("misbehaving tool connection").start(() -> serve(socket));
            }
        } catch (SocketException e) {
            assert server.isClosed() : e; // closing is how this loop ends
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(Socket socket) {
        connections.incrementAndGet();
        open.add(socket);
        try (socket) {
            socket.setTcpNoDelay(true);
            if (resetOnAccept.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                socket.setSoLinger(true, 0);
                return;
            }
            serveAll(socket);
        } catch (IOException e) {
            // The gateway has closed this connection, or we have.
        } finally {
            open.remove(socket);
        }
    }

    private void serveAll(Socket socket) throws IOException {
        PushbackInputStream in = new PushbackInputStream(socket.getInputStream());
        for (int first = in.read(); first >= 0; first = in.read()) {
            in.unread(first);
            Behaviour behaviour = next.poll();
            ToolExchange exchange = new ToolExchange(socket, in, log);
            (behaviour == null ? otherwise : behaviour).serve(exchange);
            if (!exchange.keepAlive()) {
                return;
            }
        }
    }
}
