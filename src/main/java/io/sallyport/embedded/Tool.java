package io.sallyport.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program that ends by itself, within a limit, and keeps its words in a file for whoever has to find out why it failed. */
final class Tool {
    private static final int QUOTED = 500;

    private final Path log;

    Tool(Path log) {
        this.log = log;
    }

    /**
     * Runs {@code command} to its end.
     *
     * @throws IOException when it fails or outlives {@code limit}, in which case it is killed
     */
    void run(List<String> command, Duration limit) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process.getOutputStream().close();
        if (!ended(process, limit)) {
            throw new IOException(command + " did not end within " + limit.toSeconds() + " s");
        }
        if (process.exitValue() != 0) {
            throw new IOException(command + " exited with " + process.exitValue() + ": " + lastWords());
        }
    }

    private static boolean ended(Process process, Duration limit) {
        boolean ended = false;
        try {
            ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!ended) {
                var _ = process.destroyForcibly();
            }
        }
        return ended;
    }

    private String lastWords() throws IOException {
        String words = Files.readString(log).strip();
        return words.substring(Math.max(0, words.length() - QUOTED));
    }
}
