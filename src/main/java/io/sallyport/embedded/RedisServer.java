package io.sallyport.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import redis.embedded.core.ExecutableProvider;

/** Redis as a daemon of this data folder. Its append-only file is synced every second. */
final class RedisServer {
    private static final Duration LAUNCH_LIMIT = Duration.ofSeconds(10);
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final DataFolder folder;
    private final Servers servers;

    RedisServer(DataFolder folder) {
        this.folder = folder;
        this.servers = new Servers(folder.programs());
    }

    /** Starts it and returns its port. */
    int start(String password) throws IOException {
        var _ = Files.createDirectories(folder.redis());
        Path program = unpacked();
        for (int attempt = 1; attempt <= FreePort.ATTEMPTS; attempt++) {
            int port = FreePort.find();
            launch(program, port, password);
            if (awaitReady(program, new RedisPing(port, password))) {
                return port;
            }
        }
        throw new IOException("redis-server did not come up; see " + log());
    }

    private Path unpacked() throws IOException {
        Path home = home();
        if (!Files.isDirectory(home)) {
            Path fresh = home.resolveSibling(home.getFileName() + ".new");
            Folders.delete(fresh);
            var _ = Files.createDirectories(fresh);
            var executable =
                    ExecutableProvider.newJarResourceProvider(fresh.toFile()).get();
            var _ = Files.move(executable.toPath(), fresh.resolve(PROGRAM));
            var _ = Files.move(fresh, home);
        }
        return home.resolve(PROGRAM);
    }

    private static final String PROGRAM = "redis-server";

    private Path home() {
        return folder.programs().resolve("redis-6");
    }

    private void launch(Path program, int port, String password) throws IOException {
        Path settings = folder.file("redis.conf");
        SecretFile.write(settings, settings(port, password));
        new Tool(folder.file("redis-tool.log")).run(List.of(program.toString(), settings.toString()), LAUNCH_LIMIT);
    }

    /** As a daemon it has a session of its own, so Ctrl-C on the terminal reaches only the gateway, which still needs it to drain. */
    private String settings(int port, String password) {
        return String.format(Locale.ROOT, """
                bind 127.0.0.1
                port %d
                requirepass %s
                dir %s
                appendonly yes
                appendfsync everysec
                save ""
                daemonize yes
                pidfile ""
                logfile %s
                loglevel warning
                """, port, password, quoted(folder.redis()), quoted(log()));
    }

    private static String quoted(Path path) {
        return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private boolean awaitReady(Path program, RedisPing ping) {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            if (ping.answered()) {
                return true;
            }
            if (servers.running(program.getFileName().toString()).isEmpty()) {
                return false;
            }
            Servers.pause();
        }
        return false;
    }

    /** Stops whatever Redis runs on this folder, an orphan as well as one's own; it writes what it holds first. */
    void stop() {
        servers.running(PROGRAM).forEach(ProcessHandle::destroy);
        servers.awaitEnd(PROGRAM, STOP_LIMIT);
    }

    private Path log() {
        return folder.file("redis.log");
    }
}
