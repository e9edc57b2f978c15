package io.sallyport.door;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The HTTP side of an OIDC issuer: its discovery document, and a key set that is read from a file each time, so that whoever has the
 * folder rotates the keys by writing it and takes the issuer away by deleting it.
 */
final class RotatingIssuer implements AutoCloseable {
    private final HttpServer server;
    private final Path folder;

    private RotatingIssuer(HttpServer server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    static RotatingIssuer serving(Path folder) throws IOException {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        RotatingIssuer issuer = new RotatingIssuer(HttpServer.create(anyPort, 16), folder);
        issuer.server.createContext("/.well-known/openid-configuration", issuer::discovery);
        issuer.server.createContext("/jwks", issuer::keys);
        issuer.server.start();
        return issuer;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void discovery(HttpExchange exchange) throws IOException {
        send(exchange, Files.exists(keySet()) ? 200 : 503, """
                {"issuer":"%s","jwks_uri":"%s/jwks","token_endpoint":"%s/token"}""".formatted(url(), url(), url()));
    }

    private void keys(HttpExchange exchange) throws IOException {
        Files.writeString(folder.resolve("fetched"), "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (Files.exists(keySet())) {
            send(exchange, 200, Files.readString(keySet()));
        } else {
            send(exchange, 503, "{}");
        }
    }

    private Path keySet() {
        return folder.resolve("jwks.json");
    }

    private static void send(HttpExchange exchange, int status, String json) {
        try (exchange) {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
