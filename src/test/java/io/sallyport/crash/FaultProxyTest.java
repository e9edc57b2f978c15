package io.sallyport.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The network breaks as it is told to. */
class FaultProxyTest {
    private static final int SOON_MILLIS = 200;

    private final AtomicInteger heard = new AtomicInteger();
    private ServerSocket echo;
    private FaultProxy proxy;

    @BeforeEach
    void listen() throws IOException {
        echo = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
        proxy = FaultProxy.to(echo.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        echo.close();
    }

    private void serve() {
        try {
            while (true) {
                Socket socket = echo.accept();
                Thread.ofVirtual().start(() -> {
                    try (socket) {
                        for (int b = socket.getInputStream().read();
                                b >= 0;
                                b = socket.getInputStream().read()) {
                            heard.incrementAndGet();
                            socket.getOutputStream().write(b);
                        }
                    } catch (IOException e) {
                        // Broken, as it was told to be.
                    }
                });
            }
        } catch (IOException e) {
            // The end of the test.
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(SOON_MILLIS * 10);
        return socket;
    }

    @Test
    void it_passes_on_what_it_gets() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(7);
            assertThat(socket.getInputStream().read()).isEqualTo(7);
        }
        await().atMost(Duration.ofSeconds(2)).until(() -> proxy.open() == 0);
    }

    @Test
    void a_cut_resets_every_connection_and_new_ones_work() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(7);
            assertThat(socket.getInputStream().read()).isEqualTo(7);
            proxy.cut();
            assertBroken(socket);
        }
        it_passes_on_what_it_gets();
    }

    @Test
    void a_lost_answer_was_heard_and_is_not_told() throws IOException {
        try (Socket socket = connect()) {
            proxy.loseAnswers(true);
            socket.getOutputStream().write(7);
            assertBroken(socket);
            assertThat(heard).hasValue(1);
        }
        proxy.loseAnswers(false);
        it_passes_on_what_it_gets();
    }

    @Test
    void in_a_black_hole_nothing_passes_and_afterwards_what_was_held_does() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(6);
            assertThat(socket.getInputStream().read()).isEqualTo(6);
            proxy.blackHole(true);
            socket.getOutputStream().write(7);
            socket.setSoTimeout(SOON_MILLIS);
            assertThat(catchTimeout(socket)).isTrue();
            assertThat(heard).hasValue(1);
            socket.setSoTimeout(SOON_MILLIS * 10);
            proxy.blackHole(false);
            assertThat(socket.getInputStream().read()).isEqualTo(7);
        }
    }

    private static boolean catchTimeout(Socket socket) throws IOException {
        try {
            socket.getInputStream().read();
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        }
    }

    private static void assertBroken(Socket socket) throws IOException {
        try {
            assertThat(socket.getInputStream().read()).isNegative();
        } catch (SocketException reset) {
            // That is what a reset looks like.
        }
    }
}
