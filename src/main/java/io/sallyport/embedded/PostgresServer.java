package io.sallyport.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** PostgreSQL as a daemon of this data folder, driven by its own tools. Durable: fsync and synchronous commit are on. */
final class PostgresServer {
    static final String USER = "sallyport";

    private static final String PROGRAM = "postgres";
    private static final String SETTINGS = "sallyport.conf";
    private static final Duration INIT_LIMIT = Duration.ofSeconds(60);
    /** Long, because a start after a crash replays the log first. */
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final DataFolder folder;
    private final Servers servers;
    private final Tool tool;

    PostgresServer(DataFolder folder) {
        this.folder = folder;
        this.servers = new Servers(folder.programs());
        this.tool = new Tool(folder.file("postgres-tool.log"));
    }

    /** Starts it and returns its port. */
    int start(Path passwordFile) throws IOException {
        Path home = PostgresPrograms.unpacked(folder);
        if (!Files.exists(folder.postgres())) {
            initialise(home, passwordFile);
        }
        // Nobody runs here any more, so a process that has the number written there now is somebody else's.
        var _ = Files.deleteIfExists(folder.postgres().resolve("postmaster.pid"));
        return startOnFreePort(home);
    }

    private int startOnFreePort(Path home) throws IOException {
        for (int attempt = 1; ; attempt++) {
            int port = FreePort.find();
            var _ = Files.writeString(folder.postgres().resolve(SETTINGS), settings(port));
            try {
                pgCtl(home, START_LIMIT, "start", "-w", "-t", seconds(START_LIMIT), "-l", log());
                return port;
            } catch (IOException e) {
                if (attempt == FreePort.ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Initialised beside its place and moved there whole, so that a crash in between leaves nothing that looks like a database. */
    private void initialise(Path home, Path passwordFile) throws IOException {
        Path fresh = folder.file("postgres.new");
        Folders.delete(fresh);
        List<String> command = AsOrdinaryUser.command(home.resolve("bin/initdb").toString());
        command.addAll(List.of("-D", fresh.toString(), "-U", USER, "--pwfile", passwordFile.toString()));
        command.addAll(List.of("-A", "scram-sha-256", "-E", "UTF8"));
        command.addAll(List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"));
        tool.run(command, INIT_LIMIT);
        var _ = Files.writeString(
                fresh.resolve("postgresql.conf"), "\ninclude '" + SETTINGS + "'\n", StandardOpenOption.APPEND);
        var _ = Files.move(fresh, folder.postgres(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** No Unix socket: its path has a length limit that data folders exceed. */
    private static String settings(int port) {
        return String.format(Locale.ROOT, """
                # Written at each start.
                listen_addresses = '127.0.0.1'
                port = %d
                unix_socket_directories = ''
                fsync = on
                synchronous_commit = on
                full_page_writes = on
                log_checkpoints = off
                """, port);
    }

    /** Stops whatever PostgreSQL runs on this folder, an orphan as well as one's own; open connections are cut, nothing is lost. */
    void stop() {
        if (servers.running(PROGRAM).isEmpty()) {
            return;
        }
        try {
            pgCtl(PostgresPrograms.home(folder), STOP_LIMIT, "stop", "-m", "fast", "-w", "-t", seconds(STOP_LIMIT));
        } catch (IOException e) {
            // Its pid file is gone or it hangs. Killing is safe, the write-ahead log is replayed at the next start.
            servers.running(PROGRAM).forEach(ProcessHandle::destroyForcibly);
        }
        servers.awaitEnd(PROGRAM, STOP_LIMIT);
    }

    private void pgCtl(Path home, Duration limit, String... arguments) throws IOException {
        List<String> command = AsOrdinaryUser.command(home.resolve("bin/pg_ctl").toString());
        command.addAll(List.of("-D", folder.postgres().toString()));
        command.addAll(new ArrayList<>(List.of(arguments)));
        tool.run(command, limit.plusSeconds(5));
    }

    private String log() {
        return folder.file("postgres.log").toString();
    }

    private static String seconds(Duration duration) {
        return Long.toString(duration.toSeconds());
    }
}
