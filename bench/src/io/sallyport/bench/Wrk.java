package io.sallyport.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The closed-loop load for whole answers: Debian's wrk over keep-alive connections; chat.lua says what it sends and prints. */
final class Wrk {
    private static final String SCRIPT = System.getProperty("bench.project", ".") + "/bench/chat.lua";
    private static final String MARK = "SUM ";

    private Wrk() {}

    /** @param p50 and p99 in microseconds */
    record Outcome(double requests, double seconds, double p50, double p99, double errors) {
        static Outcome parse(String line) {
            String[] fields = line.substring(MARK.length()).trim().split(" ");
            return new Outcome(at(fields, 0), at(fields, 1) / 1e6, at(fields, 2), at(fields, 3), at(fields, 4));
        }

        private static double at(String[] fields, int index) {
            return Double.parseDouble(fields[index]);
        }
    }

    static Outcome run(Target target, int threads, int connections, int seconds) {
        List<String> command = List.of(
                "wrk",
                "-t" + threads,
                "-c" + connections,
                "-d" + seconds + "s",
                "-s",
                SCRIPT,
                "http://127.0.0.1:" + target.port() + "/v1/chat/completions",
                "--",
                target.key(),
                target.model());
        String printed = output(command);
        return printed.lines()
                .filter(line -> line.startsWith(MARK))
                .map(Outcome::parse)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("wrk printed no summary but:\n" + printed));
    }

    static String version() {
        return output(List.of("wrk", "-v")).lines().findFirst().orElse("?").replaceAll(" Copyright.*", "");
    }

    private static String output(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
