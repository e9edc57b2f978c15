package io.sallyport.bench.runs;

import io.sallyport.testing.TestingPostgres;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Under which circumstances a session ran. Nothing that names the machine or its folders. */
record Conditions(Map<String, String> byName) {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmm").withZone(ZoneOffset.UTC);
    private static final int SYNCS = 200;
    private static final int PAGE = 8192;

    static Conditions gather(Plan plan, Stage stage) throws IOException {
        TestingPostgres postgres = stage.postgres();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("date", DATE.format(Instant.now()));
        facts.put("commit", commit(plan.project()));
        facts.put("processor", processor());
        facts.put("cores", Runtime.getRuntime().availableProcessors() + ", shared by load, gateways and stores");
        facts.put(
                "load average before",
                Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
        facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("jdk", System.getProperty("java.vm.version"));
        facts.put("gateway options", "-XX:+UseSerialGC " + String.join(" ", Stage.JVM_OPTIONS));
        for (String setting :
                new String[] {"server_version", "fsync", "synchronous_commit", "full_page_writes", "shared_buffers"}) {
            facts.put("postgresql " + setting, postgres.ask("SHOW " + setting).getFirst());
        }
        facts.put(
                "one page written and synced, p50 ms",
                Double.toString(sync(stage.services().folder())));
        if (plan.parts().contains(Part.DBOS)) {
            facts.put("dbos", DbosProcess.library(plan.project()));
        }
        facts.put(
                "rounds",
                "%d of %d s, medians".formatted(plan.rounds(), plan.round().toSeconds()));
        facts.put("parts", plan.parts().stream().map(Part::label).collect(Collectors.joining(", ")));
        return new Conditions(facts);
    }

    String text() {
        return byName.entrySet().stream()
                .map(fact -> "%-36s %s".formatted(fact.getKey(), fact.getValue()))
                .collect(Collectors.joining("\n"));
    }

    String fact(String name) {
        return byName.getOrDefault(name, "");
    }

    /** What the disk under the database takes for the least that a commit needs. */
    private static double sync(Path folder) throws IOException {
        Path file = folder.resolve("bench-sync");
        Times times = new Times();
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            for (int i = 0; i < SYNCS; i++) {
                long began = System.nanoTime();
                channel.write(ByteBuffer.allocate(PAGE), (long) i % 16 * PAGE);
                channel.force(false);
                times.addNanos(System.nanoTime() - began);
            }
        }
        return times.millis(50);
    }

    private static String processor() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 2))
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    private static String commit(Path project) throws IOException {
        Process git = new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=9")
                .directory(project.toFile())
                .start();
        String named = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return named.isEmpty() ? "unknown" : named;
    }
}
