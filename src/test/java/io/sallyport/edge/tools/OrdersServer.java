package io.sallyport.edge.tools;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The tools' own server: it knows every request and every effect. One order for each key, and one for each request without. */
final class OrdersServer implements AutoCloseable {
    private final HttpServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final ConcurrentHashMap<String, String> orders = new ConcurrentHashMap<>();
    private volatile CountDownLatch answers = new CountDownLatch(0);

    OrdersServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** From now on it acts and does not say so. */
    void fallSilent() {
        answers = new CountDownLatch(1);
    }

    void speak() {
        answers.countDown();
    }

    /** Keys of the requests so far that came to {@code path}. */
    List<String> requests(String path) {
        return requests.stream()
                .filter(request -> request.startsWith(path + " "))
                .map(request -> request.substring(path.length() + 1))
                .toList();
    }

    /** How many orders there are from {@code path}. */
    long orders(String path) {
        return orders.keySet().stream()
                .filter(order -> order.startsWith(path + " "))
                .count();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] body = exchange.getRequestBody().readAllBytes();
            String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
            requests.add(path + " " + key);
            if (new String(body, StandardCharsets.UTF_8).contains("sold-out")) {
                answer(exchange, 422, "{\"message\":\"sold out\"}");
                return;
            }
            String order = orders.computeIfAbsent(
                    path + " " + (key == null ? "request " + requests.size() : key), k -> "o-" + (orders.size() + 1));
            if (!answers.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody let it speak");
            }
            answer(exchange, 200, "{\"orderId\":\"" + order + "\"}");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        speak();
        server.stop(0);
    }
}
