package io.sallyport.bench.runs;

import io.sallyport.testing.RealServices;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Workflows of DBOS in a process of their own, with a database of their own on the same PostgreSQL. {@code bench/dbos} is its program. */
final class DbosProcess implements AutoCloseable {
    private static final Path LIBRARIES = Path.of("bench/dbos/target/lib");
    private static final String MAIN = "io.sallyport.bench.dbos.DbosWorkflows";

    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter orders;

    private DbosProcess(Process process) throws IOException {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.orders = process.outputWriter(StandardCharsets.UTF_8);
        var _ = answer("ready");
    }

    /** The library that is measured, by the name of its file. */
    static String library(Path project) throws IOException {
        try (Stream<Path> files = Files.list(project.resolve(LIBRARIES))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("transact-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    static DbosProcess start(RealServices services, Path project) {
        try {
            Path log = Files.createDirectories(project.resolve("target/bench")).resolve("dbos.txt");
            List<String> line = new ArrayList<>();
            line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            line.add("-XX:+UseSerialGC");
            line.addAll(Stage.JVM_OPTIONS);
            line.addAll(List.of("-cp", project.resolve(LIBRARIES) + "/*", MAIN));
            ProcessBuilder builder = new ProcessBuilder(line).redirectError(log.toFile());
            builder.environment()
                    .put(
                            "DBOS_SYSTEM_JDBC_URL",
                            "jdbc:postgresql://127.0.0.1:"
                                    + services.settings().postgres().port() + "/dbos");
            builder.environment().put("PGUSER", "sallyport");
            builder.environment()
                    .put("PGPASSWORD", services.settings().postgres().password());
            Process process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new DbosProcess(process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** Workflows of so many steps, one after the other by each of so many clients: how long each took, in nanoseconds. */
    List<Long> perform(int steps, int clients, long millis) {
        try {
            orders.write("perform " + steps + " " + clients + " " + millis + "\n");
            orders.flush();
            List<Long> nanos = new ArrayList<>();
            for (String number : answer("took ").split(" ")) {
                nanos.add(Long.parseLong(number));
            }
            return nanos;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next line that begins so; the library prints lines of its own. */
    private String answer(String beginning) throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(beginning)) {
                return line.substring(beginning.length());
            }
        }
        throw new IOException("the process of DBOS has ended: see target/bench/dbos.txt");
    }

    @Override
    public void close() {
        process.destroy();
    }
}
