package io.sallyport.checkpoint.pg;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** The network between a pool and its database: it can lose answers, and go silent. */
public final class LossyWire {
    private final NetServer server;
    private final NetClient client;
    private final AtomicInteger losing = new AtomicInteger();
    private volatile boolean silent;

    public LossyWire(Vertx vertx, int databasePort) {
        this.client = vertx.createNetClient();
        this.server = vertx.createNetServer()
                .connectHandler(near -> {
                    near.pause();
                    client.connect(databasePort, "127.0.0.1").onSuccess(far -> join(near, far));
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private void join(NetSocket near, NetSocket far) {
        far.handler(answer -> {
            if (losing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                near.close();
            } else if (!silent) {
                near.write(answer);
            }
        });
        far.closeHandler(gone -> near.close());
        near.closeHandler(gone -> far.close());
        near.handler(question -> {
            if (!silent) {
                far.write(question);
            }
        });
        near.resume();
    }

    public int port() {
        return server.actualPort();
    }

    /** The next {@code answers} are lost and their connections with them; what was asked for was done. */
    public void lose(int answers) {
        losing.set(answers);
    }

    /** Nothing passes any more, and nobody is told. */
    public void goSilent() {
        silent = true;
    }
}
