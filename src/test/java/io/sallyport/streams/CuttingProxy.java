package io.sallyport.streams;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A wire between a client and two replicas. The first connection leads to the first replica and is cut as a broken network does it, some time
 * after the request has gone through; all others lead to the second and are left alone.
 */
final class CuttingProxy implements AutoCloseable {
    private final ServerSocket server;
    private final List<Integer> replicas;
    private final Duration cutAfter;
    private final @Nullable Runnable atTheCut;
    private final AtomicInteger connections = new AtomicInteger();

    /** @param atTheCut happens instead of a cut, where it is not null */
    CuttingProxy(List<Integer> replicas, Duration cutAfter, @Nullable Runnable atTheCut) {
        this.replicas = List.copyOf(replicas);
        this.cutAfter = cutAfter;
        this.atTheCut = atTheCut;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                int number = connections.getAndIncrement();
                Socket replica = new Socket(InetAddress.getLoopbackAddress(), replicas.get(Math.min(number, 1)));
                Thread.ofVirtual().start(() -> pump(client, replica));
                Thread.ofVirtual().start(() -> pump(replica, client));
                if (number == 0) {
                    Thread.ofVirtual().start(() -> cutLater(client, replica));
                }
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void cutLater(Socket client, Socket replica) {
        try {
            // Nothing comes on this pipe: waiting for it is waiting.
            synchronized (this) {
                long end = System.nanoTime() + cutAfter.toNanos();
                for (long left = cutAfter.toMillis(); left > 0; left = (end - System.nanoTime()) / 1_000_000) {
                    wait(left);
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (atTheCut != null) {
            atTheCut.run();
        }
        reset(client);
        reset(replica);
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException gone) {
            // as it should be
        }
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException cut) {
            // as it should be
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
