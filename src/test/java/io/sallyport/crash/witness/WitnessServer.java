package io.sallyport.crash.witness;

import io.sallyport.testing.Json;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The tools, by path: {@code /keyed}, {@code /approved} and {@code /for_user} act once for each key; {@code /queryable} acts each time and can be asked at {@code
 * /queryable/<key>}; {@code /blind} acts each time and cannot be asked; {@code /read} has no effect. {@code POST /control} sets moods,
 * {@code GET /report} tells everything.
 */
final class WitnessServer {
    private static final int BACKLOG = 512;
    private static final Set<String> ONCE_FOR_A_KEY = Set.of("keyed", "approved", "for_user");

    private final Effects effects = new Effects();
    private final Moods moods = new Moods();
    private final ServerSocket server;

    WitnessServer(int port) throws IOException {
        server = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
    }

    int port() {
        return server.getLocalPort();
    }

    /** Serves until its process ends. */
    void serve() throws IOException {
        while (true) {
            Socket socket = server.accept();
            Thread.ofVirtual().start(() -> serve(socket));
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (@Nullable Request request = Request.read(in); request != null; request = Request.read(in)) {
                if (!answered(request, socket)) {
                    return;
                }
            }
        } catch (IOException gone) {
            // A gateway that was killed in the middle: what it had asked for is written down.
        }
    }

    /** False where the connection was reset. */
    private boolean answered(Request request, Socket socket) throws IOException {
        String tool = request.path().substring(1).split("[/?]", 2)[0];
        switch (request.method() + " " + tool) {
            case "POST keyed", "POST queryable", "POST blind", "POST read", "POST approved", "POST for_user" -> {
                return call(tool, request, socket);
            }
            case "GET queryable" -> lookUp(request, socket.getOutputStream());
            case "POST control" -> {
                var told = Json.parse(request.body());
                moods.tell(
                        told.path("tool").asText(),
                        Moods.Mood.valueOf(told.path("mood").asText()),
                        told.path("calls").asInt(1),
                        told.path("delayMillis").asLong());
                send(socket.getOutputStream(), 200, "{}");
            }
            case "GET report" -> send(socket.getOutputStream(), 200, Json.write(effects.report()));
            default -> send(socket.getOutputStream(), 404, "{}");
        }
        return true;
    }

    private boolean call(String tool, Request request, Socket socket) throws IOException {
        String order = Json.parse(request.body()).path("order").asText();
        effects.asked(tool, order, request.key(), System.currentTimeMillis());
        Moods.Turn turn = moods.next(tool);
        if (turn.mood() == Moods.Mood.LATE) {
            pause(turn);
        }
        String receipt = ONCE_FOR_A_KEY.contains(tool)
                ? effects.actOnce(tool, order, request.key())
                : effects.act(tool, order, request.key());
        switch (turn.mood()) {
            case RESET -> {
                effects.broken(tool, order);
                socket.setSoLinger(true, 0);
                return false;
            }
            case SLOW -> pause(turn);
            case WELL, LATE -> {}
        }
        send(socket.getOutputStream(), 200, receipt);
        return true;
    }

    private void lookUp(Request request, OutputStream out) throws IOException {
        String key = request.path().substring("/queryable/".length());
        String receipt = effects.receipt("queryable", key);
        send(out, receipt == null ? 404 : 200, receipt == null ? "{}" : receipt);
    }

    private static void pause(Moods.Turn turn) {
        long until = System.nanoTime() + Duration.ofMillis(turn.delayMillis()).toNanos();
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }

    private static void send(OutputStream out, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + " Said\r\nContent-Type: application/json\r\nContent-Length: "
                + bytes.length + "\r\n\r\n";
        out.write((head + body).getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
