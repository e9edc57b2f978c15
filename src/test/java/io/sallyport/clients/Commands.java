package io.sallyport.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Other people's programs, run to their end and within a limit. */
final class Commands {
    private static final Path LOGS = Path.of("target", "clients");

    private Commands() {}

    /** Runs {@code line}, which must end well, and returns what it printed. */
    static String run(String name, Duration within, Map<String, String> env, List<String> line) {
        Path log = LOGS.resolve(name + ".log");
        try {
            Files.createDirectories(LOGS);
            ProcessBuilder builder =
                    new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().putAll(env);
            Process process = builder.start();
            boolean ended = process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            String said = Files.readString(log);
            assertThat(ended)
                    .as(() -> name + " ends within " + within + "; it said:\n" + said)
                    .isTrue();
            assertThat(process.exitValue())
                    .as(() -> "exit of " + name + "; it said:\n" + said)
                    .isZero();
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
