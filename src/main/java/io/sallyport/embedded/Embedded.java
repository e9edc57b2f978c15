package io.sallyport.embedded;

import io.sallyport.core.Secret;
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
     * @param configuredKey the API key that the environment sets; empty where it sets none
     * @throws StartRefused when the folder cannot be used or is in use, or a server does not start; nothing is left running then
     */
    public static Started start(Path path, String configuredKey) {
        DataFolder folder = DataFolder.open(path);
        Embedded services = new Embedded(folder, FolderLock.take(folder));
        try {
            return new Started(services, services.startServers(folder, configuredKey));
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

    private EmbeddedSettings startServers(DataFolder folder, String configuredKey) throws IOException {
        ApiKey apiKey = ApiKey.choose(configuredKey, folder);
        Path issuerKey = folder.file("issuer-key");
        String publicKey = IssuerKey.keptIn(issuerKey).publicKeyText();
        EmbeddedSettings.Secrets secrets =
                new EmbeddedSettings.Secrets(secret(folder, "user-token-key"), secret(folder, "library-key"));
        stopServers();
        var _ = Files.createDirectories(folder.programs());
        return new EmbeddedSettings(
                startPostgres(folder),
                startRedis(folder),
                apiKey,
                new EmbeddedSettings.Issuer(issuerKey, publicKey),
                secrets);
    }

    private static Secret<String> secret(DataFolder folder, String file) throws IOException {
        return Secret.of(SecretFile.readOrMint(folder.file(file), SecretFile::random));
    }

    private EmbeddedSettings.Postgres startPostgres(DataFolder folder) throws IOException {
        Path passwordFile = folder.file("postgres-password");
        String password = SecretFile.readOrMint(passwordFile, SecretFile::random);
        int port = postgres.start(passwordFile);
        PostgresDatabase.ensure(port, password);
        ShopTable.ensure(port, password);
        InboxTable.ensure(port, password);
        return new EmbeddedSettings.Postgres(port, password);
    }

    private EmbeddedSettings.Redis startRedis(DataFolder folder) throws IOException {
        String password = SecretFile.readOrMint(folder.file("redis-password"), SecretFile::random);
        return new EmbeddedSettings.Redis(redis.start(password), password);
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
