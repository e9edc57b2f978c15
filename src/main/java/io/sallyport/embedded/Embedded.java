package io.sallyport.embedded;

import io.sallyport.core.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The embedded services of one data folder, running until {@link #stop}. */
public final class Embedded {
    private final FolderLock lock;
    private final PostgresServer postgres;
    private final RedisServer redis;

    private Embedded(DataFolder folder, FolderLock lock) {
        this.lock = lock;
        this.postgres = new PostgresServer(folder);
        this.redis = new RedisServer(folder);
    }

    /** Services that run, and how to reach them. */
    public record Started(Embedded services, EmbeddedSettings settings) {}

    /**
     * Starts PostgreSQL and Redis on {@code path}; servers that an instance which died left there are stopped first.
     *
     * @throws StartRefused when the folder cannot be used or is in use, or a server does not start; nothing is left running then
     */
    public static Started start(Path path) {
        DataFolder folder = DataFolder.open(path);
        Embedded services = new Embedded(folder, FolderLock.take(folder));
        try {
            return new Started(services, services.startServers(folder));
        } catch (IOException | RuntimeException e) {
            services.stop();
            throw e instanceof StartRefused refused ? refused : failed(folder, e);
        }
    }

    private static StartRefused failed(DataFolder folder, Exception cause) {
        return new StartRefused(
                "The embedded services do not start on " + folder.root() + " (" + cause.getMessage()
                        + "): see the logs in that folder, or move it away to begin anew.",
                cause);
    }

    private EmbeddedSettings startServers(DataFolder folder) throws IOException {
        stopServers();
        var _ = Files.createDirectories(folder.programs());
        Path passwordFile = folder.file("postgres-password");
        String password = SecretFile.readOrMint(passwordFile, SecretFile::random);
        String redisPassword = SecretFile.readOrMint(folder.file("redis-password"), SecretFile::random);
        int redisPort = redis.start(redisPassword);
        int port = postgres.start(passwordFile);
        PostgresDatabase.ensure(port, password);
        return new EmbeddedSettings(port, password, redisPort, redisPassword);
    }

    private void stopServers() {
        redis.stop();
        postgres.stop();
    }

    /** Stops the servers and lets go of the folder. */
    public void stop() {
        stopServers();
        lock.release();
    }
}
