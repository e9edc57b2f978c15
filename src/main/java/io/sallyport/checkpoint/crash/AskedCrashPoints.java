package io.sallyport.checkpoint.crash;

import io.sallyport.checkpoint.CrashPoint;
import io.sallyport.checkpoint.CrashPoints;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.time.Duration;

/**
 * Asks over a socket: {@code SIDE POINT RUN}, one line, and goes on at the answer {@code go}. Each question has a connection of its own, so
 * that one run can be held while others go on. Where nobody listens any more, or nobody answers for a minute, it goes on as well.
 */
final class AskedCrashPoints implements CrashPoints {
    private static final String GO = "go";
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int CONNECT_MILLIS = 2_000;
    private static final int LINE_AT_MOST = 64;

    private final NetClient client;
    private final int port;
    private final String host;

    AskedCrashPoints(Vertx vertx, Listener listener) {
        this.client = vertx.createNetClient(
                new NetClientOptions().setConnectTimeout(CONNECT_MILLIS).setTcpNoDelay(true));
        this.host = listener.host();
        this.port = listener.port();
    }

    @Override
    public Uni<Void> reached(Side side, CrashPoint point, String run) {
        String question = side + " " + point + " " + run + "\n";
        return Uni.createFrom()
                .<Void>emitter(told -> client.connect(port, host)
                        .onSuccess(socket -> ask(socket, question, told))
                        .onFailure(gone -> told.complete(null)))
                .ifNoItem()
                .after(LONGEST)
                .recoverWithUni(Uni.createFrom().voidItem());
    }

    private static void ask(NetSocket socket, String question, UniEmitter<? super Void> told) {
        RecordParser lines = RecordParser.newDelimited("\n", line -> {
                    if (line.toString().strip().equals(GO)) {
                        told.complete(null);
                        var _ = socket.close();
                    }
                })
                .maxRecordSize(LINE_AT_MOST);
        var _ = socket.handler(lines)
                .exceptionHandler(broken -> told.complete(null))
                .closeHandler(closed -> told.complete(null));
        var _ = told.onTermination(socket::close);
        var _ = socket.write(question);
    }
}
