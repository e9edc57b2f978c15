package io.sallyport.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

    static Conditions gather(Plan plan) throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("date", DATE.format(Instant.now()));
        facts.put("commit", commit(plan.project()));
        facts.put("processor", processor());
        facts.put(
                "cores",
                "%d, shared by load, gateway and provider (all pinned to the same ones)"
                        .formatted(Runtime.getRuntime().availableProcessors()));
        facts.put(
                "load average before",
                Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
        facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("jdk", System.getProperty("java.vm.version"));
        facts.put("gateway options", jvmOptions(plan));
        facts.put(
                "gateway", "packaged jar, profile embedded: API key, route with fallback, deadlines, breaker, metrics");
        facts.put("load", Wrk.version() + " for whole answers, Vert.x client for streams");
        facts.put("rounds", "%d of %d s, medians; warmed up before".formatted(plan.rounds(), plan.seconds()));
        facts.put("streams", "%d of %d chunks at 20 ms, begun within 1 s".formatted(plan.streams(), plan.chunks()));
        return new Conditions(facts);
    }

    String date() {
        return byName.getOrDefault("date", "");
    }

    String commit() {
        return byName.getOrDefault("commit", "");
    }

    String text() {
        return byName.entrySet().stream()
                .map(fact -> "%-20s %s".formatted(fact.getKey(), fact.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String jvmOptions(Plan plan) {
        return plan.jvmOptions().stream()
                .map(option -> option.startsWith("-XX:StartFlightRecording") ? "(recorded)" : option)
                .collect(Collectors.joining(" "));
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
