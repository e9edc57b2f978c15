package io.sallyport.nativeimage;

import io.sallyport.testing.GatewayLauncher;
import io.sallyport.testing.GatewayProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a native executable is built for: its size, how soon it serves, how little it holds. */
final class Vitals {
    private static final Pattern STARTED = Pattern.compile("started in ([0-9.]+)s");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    private Vitals() {}

    static void print(GatewayProcess gateway, Duration untilReady) {
        System.out.printf(
                "native executable: %d MB; started in %s s, ready after %d ms; %d MB resident%n",
                size() >> 20, found(STARTED, gateway.log()), untilReady.toMillis(), residentKilobytes(gateway) >> 10);
    }

    private static long size() {
        try {
            return Files.size(GatewayLauncher.executable().orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long residentKilobytes(GatewayProcess gateway) {
        try {
            Path status = Path.of("/proc", Long.toString(gateway.pid()), "status");
            return Files.exists(status) ? Long.parseLong(found(RESIDENT, Files.readString(status))) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "0";
    }
}
