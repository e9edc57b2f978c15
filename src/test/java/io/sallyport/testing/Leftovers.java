package io.sallyport.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds and kills what a killed gateway left running. Its stores are daemons, nobody's children, so they are known by what they work
 * on: a working directory or an argument below the gateway's own folder.
 */
final class Leftovers {
    private Leftovers() {}

    static List<ProcessHandle> of(Path home) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> worksIn(process, home))
                .toList();
    }

    /** Those that none of the others has started. */
    static List<ProcessHandle> roots(Path home) {
        List<ProcessHandle> all = of(home);
        return all.stream()
                .filter(process -> process.parent().filter(all::contains).isEmpty())
                .toList();
    }

    static void kill(Path home) {
        of(home).forEach(ProcessHandle::destroyForcibly);
    }

    private static boolean worksIn(ProcessHandle process, Path home) {
        boolean named = process.info()
                .commandLine()
                .filter(line -> line.contains(home.toString()))
                .isPresent();
        return named || workingDirectory(process).startsWith(home);
    }

    private static Path workingDirectory(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"));
        } catch (IOException | UnsupportedOperationException e) {
            return Path.of("/nowhere"); // gone meanwhile, another user's, or no /proc on this system
        }
    }
}
