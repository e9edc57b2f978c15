package io.sallyport.crash;

import static org.awaitility.Awaitility.await;

import io.sallyport.embedded.EmbeddedSettings;
import io.sallyport.testing.RealServices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** PostgreSQL and Redis of a crash test, and what can happen to them. Their ports stay the same. */
final class Stores {
    private static final Duration UP_WITHIN = Duration.ofSeconds(30);

    private final Path folder;
    private final EmbeddedSettings settings;

    Stores(RealServices services) {
        this.folder = services.folder();
        this.settings = services.settings();
    }

    int postgresPort() {
        return settings.postgres().port();
    }

    /** Straight to PostgreSQL, past every proxy. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + postgresPort() + "/sallyport",
                "sallyport",
                settings.postgres().password());
    }

    /** It dies without a word to anybody: what was not committed is gone, what was is read from the log. */
    void crashPostgres() {
        pgCtl("stop", "-m", "immediate", "-w");
    }

    void startPostgres() {
        pgCtl("start", "-w", "-l", folder.resolve("postgres.log").toString());
    }

    /** Everything in it is gone. */
    void flushRedis() {
        String said = tellRedis("FLUSHALL");
        if (!said.equals("+OK")) {
            throw new IllegalStateException("Redis says " + said);
        }
    }

    private String tellRedis(String command) {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), settings.redis().port())) {
            String order = "AUTH " + settings.redis().password() + "\r\n" + command + "\r\nQUIT\r\n";
            socket.getOutputStream().write(order.getBytes(StandardCharsets.US_ASCII));
            String said = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return said.lines().skip(1).findFirst().orElse("nothing");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It dies with what it had not written yet. */
    void killRedis() {
        List<ProcessHandle> servers = redisServers();
        servers.forEach(ProcessHandle::destroyForcibly);
        await().atMost(UP_WITHIN)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> redisServers().isEmpty());
    }

    /** It is there when it has read what it had written. */
    void startRedis() {
        run(List.of(redis().toString(), folder.resolve("redis.conf").toString()));
        await().atMost(UP_WITHIN)
                .pollInterval(Duration.ofMillis(10))
                .ignoreExceptions()
                .until(() -> tellRedis("PING").equals("+PONG"));
    }

    private Path redis() {
        return folder.resolve("bin/redis-6/redis-server");
    }

    private List<ProcessHandle> redisServers() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .command()
                        .filter(redis().toString()::equals)
                        .isPresent())
                .toList();
    }

    private void pgCtl(String... arguments) {
        List<String> line = new ArrayList<>();
        if (System.getProperty("user.name", "").equals("root")) {
            line.addAll(List.of("unshare", "-U")); // PostgreSQL refuses to run as root
        }
        line.addAll(List.of(
                pgCtlProgram().toString(), "-D", folder.resolve("postgres").toString()));
        line.addAll(List.of(arguments));
        run(line);
    }

    private Path pgCtlProgram() {
        try (Stream<Path> programs = Files.list(folder.resolve("bin"))) {
            return programs.map(home -> home.resolve("bin/pg_ctl"))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(List<String> line) {
        try {
            Path log = folder.resolve("stores-tool.log");
            Process process = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!process.waitFor(UP_WITHIN.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(line + " failed: " + Files.readString(log));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
