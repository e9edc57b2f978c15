package io.sallyport.cli;

import io.sallyport.config.readiness.Settings;
import io.sallyport.core.StartRefused;
import io.sallyport.embedded.FreePort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Where the server is going to listen. */
record HttpAddress(String host, int port) {
    private static final String HOST = "quarkus.http.host";
    private static final String PORT = "quarkus.http.port";

    /** As configured; port 0 is turned into a port that is free, because others have to be told before the server listens. */
    static HttpAddress configured(String defaultHost) {
        return in(Settings.current(), defaultHost);
    }

    static HttpAddress in(Settings settings, String defaultHost) {
        try {
            String host = settings.get(HOST).orElse(defaultHost);
            int port = Integer.parseInt(settings.get(PORT).orElse("8080"));
            return new HttpAddress(host, port == 0 ? chosen() : port);
        } catch (NumberFormatException e) {
            throw new StartRefused("QUARKUS_HTTP_PORT is no port number: set it to one from 1 to 65535.");
        } catch (IOException e) {
            throw new StartRefused("This machine has no free port on its loopback interface.", e);
        }
    }

    private static int chosen() throws IOException {
        int port = FreePort.find();
        System.setProperty(PORT, Integer.toString(port));
        return port;
    }

    /**
     * Tries the port out, before anything is started that a taken port would leave running.
     *
     * @throws StartRefused when the server could not listen there
     */
    void checkFree() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException | IllegalArgumentException e) {
            throw new StartRefused(
                    "Port " + port + " on " + host
                            + " cannot be listened on, most likely because another process does: stop that one, or set QUARKUS_HTTP_PORT to another port (or QUARKUS_HTTP_HOST, where that is no address of this machine).",
                    e);
        }
    }

    /** The address for callers on this machine. */
    String localUrl() {
        return "http://127.0.0.1:" + port;
    }
}
