package io.sallyport.testing;

import static org.awaitility.Awaitility.await;

import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.RedisAPI;
import io.vertx.redis.client.RedisOptions;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/** A real Redis that remembers nothing beyond its own life, to be killed, frozen and started again on the same port. */
public final class TestingRedis implements AutoCloseable {
    private final int port = Ports.free();
    private final File program;
    private final Vertx vertx = Vertx.vertx();
    private final Redis client = Redis.createClient(
            vertx, new RedisOptions().setConnectionString(address()).setMaxPoolWaiting(1000));
    private @Nullable Process server;

    private TestingRedis(File program) {
        this.program = program;
    }

    public static TestingRedis start() {
        try {
            File folder = Files.createTempDirectory("sallyport-redis").toFile();
            TestingRedis redis = new TestingRedis(
                    ExecutableProvider.newJarResourceProvider(folder).get());
            redis.launch();
            return redis;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client of it. */
    public RedisAPI api() {
        return RedisAPI.api(client);
    }

    /** Where it listens, for clients of one's own. */
    public String address() {
        return "redis://127.0.0.1:" + port;
    }

    /** Stops it in the middle of whatever it does: it keeps its connections and says nothing. */
    public void freeze() {
        signal("-STOP");
    }

    /** Has it go on where it was. */
    public void thaw() {
        signal("-CONT");
    }

    private void signal(String name) {
        if (server == null) {
            throw new IllegalStateException("it does not run");
        }
        try {
            int code = new ProcessBuilder("kill", name, Long.toString(server.pid()))
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill " + name + " ended with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts it, empty. */
    public void launch() {
        try {
            server = new ProcessBuilder(List.of(
                            program.getPath(), "--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", ""))
                    .directory(program.getParentFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().alias("Redis listens").until(this::listens);
    }

    public void kill() {
        try {
            if (server != null) {
                server.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        client.close();
        vertx.closeAndAwait();
        kill();
    }
}
