package io.sallyport.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Asks the Redis on a loopback port whether it is the one with this password, and ready: not while it still loads its file. */
record RedisPing(int port, String password) {
    private static final int LIMIT_MILLIS = 1000;
    private static final String READY = "+OK\r\n+PONG\r\n";

    boolean answered() {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LIMIT_MILLIS);
            socket.getOutputStream().write(("AUTH " + password + "\r\nPING\r\n").getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(READY.length());
            return new String(answer, StandardCharsets.US_ASCII).equals(READY);
        } catch (IOException notYet) {
            return false;
        }
    }
}
