package io.sallyport.bench.runs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What processes have cost so far, by what Linux says of them. */
final class Processes {
    private static final Path PROC = Path.of("/proc");
    private static final double TICKS_PER_SECOND = 100;
    private static final double BYTES_PER_MEGABYTE = 1024 * 1024;

    /** Places behind the name: own time in user and kernel mode, then that of children which have ended. */
    private static final int USER = 11;

    private static final int CHILDREN_KERNEL = 14;

    private Processes() {}

    /** Seconds of processor time. */
    static double cpu(long pid) {
        return seconds(stat(pid), USER, USER + 1);
    }

    /** The same of a process with its children, living and ended. */
    static double cpuWithChildren(long pid) {
        double own = seconds(stat(pid), USER, CHILDREN_KERNEL);
        return own
                + ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::children)
                        .mapToDouble(child -> cpuOrNothing(child.pid()))
                        .sum();
    }

    private static double cpuOrNothing(long pid) {
        try {
            return cpu(pid);
        } catch (UncheckedIOException gone) {
            return 0; // and counted with its parent from now on
        }
    }

    static double residentMegabytes(long pid) {
        return read(pid, "status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    /** Of a JVM, after a full collection: what is in use. */
    static double liveHeapMegabytes(long pid) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process process = new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram").start();
            String histogram = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String total = histogram
                    .lines()
                    .filter(line -> line.startsWith("Total"))
                    .findFirst()
                    .orElseThrow();
            return Double.parseDouble(total.split(" +")[2]) / BYTES_PER_MEGABYTE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] stat(long pid) {
        String stat = read(pid, "stat");
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    }

    private static double seconds(String[] stat, int from, int to) {
        double ticks = 0;
        for (int i = from; i <= to; i++) {
            ticks += Long.parseLong(stat[i]);
        }
        return ticks / TICKS_PER_SECOND;
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(PROC.resolve(Long.toString(pid)).resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException("process " + pid + " is gone", e);
        }
    }
}
