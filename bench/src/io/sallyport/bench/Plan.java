package io.sallyport.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What one session does.
 *
 * @param project the project's folder
 * @param limits whether limits are measured, and not passing through
 * @param full whether the result is worth keeping
 * @param rounds how often each measure is taken of each target
 * @param seconds length of one run of whole answers
 * @param streams how many paced streams run at once
 * @param chunks how many chunks a paced stream has
 * @param jvmOptions of the gateway
 */
record Plan(
        Path project,
        boolean limits,
        boolean full,
        int rounds,
        int seconds,
        int streams,
        int chunks,
        List<String> jvmOptions) {

    /** How the gateway's memory and collector are set when nothing else is said. */
    private static final String USUAL_JVM_OPTIONS = "-XX:+UseSerialGC -Xms128m -Xmx512m";

    private static final List<String> MODES = List.of("--full", "--quick", "--jfr", "--limits");

    static Plan parse(String... args) {
        List<String> given = List.of(args);
        if (!MODES.containsAll(given) || given.size() > 1) {
            throw new IllegalArgumentException("One of " + MODES + " is understood, not " + given);
        }
        Path project = Path.of(System.getProperty("bench.project", "."))
                .toAbsolutePath()
                .normalize();
        return switch (given.isEmpty() ? "--full" : given.getFirst()) {
            case "--quick" -> new Plan(project, false, false, 1, 3, 200, 50, jvmOptions(""));
            case "--jfr" -> new Plan(project, false, false, 1, 20, 1000, 150, jvmOptions(recorder(project)));
            case "--limits" -> new Plan(project, true, true, 3, 5, 1, 1, jvmOptions(""));
            default -> new Plan(project, false, true, 3, 6, 2000, 150, jvmOptions(""));
        };
    }

    private static List<String> jvmOptions(String more) {
        String set = System.getProperty("bench.jvm-options", USUAL_JVM_OPTIONS);
        return Arrays.asList((set + " " + more).strip().split(" +"));
    }

    /** Flight Recorder with the sampler that counts processor time, in native code too. */
    private static String recorder(Path project) {
        return "-XX:StartFlightRecording=settings=profile,dumponexit=true,jdk.CPUTimeSample#enabled=true,filename="
                + project.resolve("target/bench/gateway.jfr");
    }

    Path work() {
        return project.resolve("target/bench");
    }

    /** Full sessions are kept with the sources, the others with the build. */
    Path resultFile(Conditions conditions) {
        Path folder = full ? project.resolve("bench/results") : work();
        return folder.resolve(
                "%s-%s%s.json".formatted(conditions.date(), conditions.commit(), limits ? "-limits" : ""));
    }

    Path relative(Path file) {
        return project.relativize(file);
    }
}
