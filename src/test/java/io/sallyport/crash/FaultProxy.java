package io.sallyport.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A stretch of network between one gateway and a store, that can break: connections are cut, answers are lost on their way, or nothing
 * passes for a while; then what was held passes, late, as packets do.
 */
final class FaultProxy implements AutoCloseable {
    private static final int BUFFER = 16 * 1024;
    private static final int CONNECT_MILLIS = 2_000;

    private final ServerSocket server;
    private final int target;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean held;
    private boolean losing;

    private FaultProxy(ServerSocket server, int target) {
        this.server = server;
        this.target = target;
    }

    /** Listens on a free port and leads to {@code target}, both on loopback. */
    static FaultProxy to(int target) {
        try {
            FaultProxy proxy = new FaultProxy(new ServerSocket(0, 256, InetAddress.getLoopbackAddress()), target);
            Thread.ofVirtual().name("fault proxy").start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    int open() {
        return links.size();
    }

    /** Resets every connection there is, at once, in both directions. */
    void cut() {
        links.forEach(Link::reset);
    }

    /** Lets requests pass until told otherwise; a connection on which an answer comes back is reset instead. */
    void loseAnswers(boolean on) {
        set(() -> losing = on);
    }

    /** Nothing passes, in either direction, and nobody is told; what is held passes when it is over. */
    void blackHole(boolean on) {
        set(() -> held = on);
    }

    private void set(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void awaitPassage() {
        lock.lock();
        try {
            while (held) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean losesAnswers() {
        lock.lock();
        try {
            return losing;
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().name("fault proxy link").start(() -> connect(client));
            } catch (IOException e) {
                // Closing is how this loop ends.
            }
        }
    }

    private void connect(Socket client) {
        awaitPassage();
        Socket store = new Socket();
        Link link = new Link(client, store);
        links.add(link);
        try {
            client.setTcpNoDelay(true);
            store.setTcpNoDelay(true);
            store.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MILLIS);
            Thread.ofVirtual().name("fault proxy up").start(() -> pump(link, client, store, false));
            pump(link, store, client, true);
        } catch (IOException refused) {
            link.reset();
        } finally {
            links.remove(link);
            link.close();
        }
    }

    private void pump(Link link, Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[BUFFER];
        try {
            for (int n = from.getInputStream().read(buffer);
                    n >= 0;
                    n = from.getInputStream().read(buffer)) {
                awaitPassage();
                if (answers && losesAnswers()) {
                    link.reset();
                    return;
                }
                to.getOutputStream().write(buffer, 0, n);
            }
            to.shutdownOutput();
        } catch (IOException broken) {
            link.reset();
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        blackHole(false);
        cut();
    }

    /** Both ends of one connection. */
    private record Link(Socket client, Socket store) {
        void reset() {
            reset(client);
            reset(store);
        }

        /** In good order: what was written still arrives. */
        void close() {
            try (client;
                    store) {
                // Both, whatever the first one says.
            } catch (IOException e) {
                // It is closed already.
            }
        }

        private static void reset(Socket socket) {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException e) {
                // It is closed already.
            }
        }
    }
}
