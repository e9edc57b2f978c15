package io.sallyport.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports on the loopback interface. */
public final class FreePort {
    /** How often a server is started anew because somebody else took its port in between. */
    static final int ATTEMPTS = 3;

    private FreePort() {}

    /** A port that was free a moment ago. */
    public static int find() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
