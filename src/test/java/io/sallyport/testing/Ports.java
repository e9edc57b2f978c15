package io.sallyport.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports for servers that bind later. */
public final class Ports {
    /** Below those that systems give to whoever asks for any, so that no connection takes one before its server does. */
    private static final int FIRST = 20_000;

    private static final int END = 32_000;
    private static final int MOST_TRIES = 200;

    private Ports() {}

    /** A port nobody listens on at this moment; another JVM that tests beside this one hardly ever finds the same. */
    public static int free() {
        for (int i = 0; i < MOST_TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port is free between " + FIRST + " and " + END);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
