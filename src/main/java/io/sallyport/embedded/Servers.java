package io.sallyport.embedded;

import io.sallyport.core.Permitted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The server processes of one data folder, found by the executable they run, which lives in that folder and nowhere else. So a
 * process is never taken for ours because of a number in a file, and an orphan is found even where such a file is missing.
 */
final class Servers {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final Path programs;

    Servers(Path programs) {
        this.programs = programs;
    }

    /** Living processes that run {@code program}, children of servers included. */
    List<ProcessHandle> running(String program) {
        return ProcessHandle.allProcesses()
                .filter(process -> runs(process, program))
                .toList();
    }

    private boolean runs(ProcessHandle process, String program) {
        Optional<String> executable = process.info().command();
        if (executable.isEmpty()) {
            return false;
        }
        Path path = Path.of(executable.get());
        return path.startsWith(programs) && path.endsWith(program) && process.isAlive();
    }

    /** Waits until none runs {@code program} any more; whatever still does after {@code limit} is killed. */
    void awaitEnd(String program, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        List<ProcessHandle> left = running(program);
        while (!left.isEmpty()) {
            if (System.nanoTime() > deadline) {
                left.forEach(ProcessHandle::destroyForcibly);
            }
            pause();
            left = running(program);
        }
    }

    /** A short wait between two looks; an interrupt is kept for the caller and ends nothing here, the limits do. */
    @Permitted(because = "a foreign process tells nobody that it ended, and no event loop runs yet")
    static void pause() {
        try {
            Thread.sleep(LOOK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
