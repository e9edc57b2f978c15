package io.sallyport.crash;

import io.sallyport.testing.GatewayProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** One gateway, its own stretch of network to PostgreSQL, and where it says which instant it has come to. */
final class Replica implements AutoCloseable {
    private static final int STARTS = 3;

    private final String name;
    private final GatewayProcess process;
    private final FaultProxy postgres;
    private final CrashPort crash;
    private final ReentrantLock starting = new ReentrantLock();

    Replica(String name, GatewayProcess process, FaultProxy postgres, CrashPort crash) {
        this.name = name;
        this.process = process;
        this.postgres = postgres;
        this.crash = crash;
    }

    /** As the rows of its runs call it. */
    String name() {
        return name;
    }

    String url() {
        return process.baseUrl();
    }

    FaultProxy postgres() {
        return postgres;
    }

    boolean isUp() {
        return !starting.isLocked() && process.isAlive();
    }

    void kill() {
        process.kill9();
    }

    /** Starts it again; a start that a fault has ended is made again. */
    void startAgain() {
        starting.lock();
        try {
            for (int attempt = 1; ; attempt++) {
                try {
                    process.restart();
                    return;
                } catch (AssertionError refused) {
                    if (attempt == STARTS) {
                        throw refused;
                    }
                }
            }
        } finally {
            starting.unlock();
        }
    }

    void freeze() {
        signal("-STOP");
    }

    void thaw() {
        signal("-CONT");
    }

    GatewayProcess process() {
        return process;
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", name, Long.toString(process.pid())).start();
            if (!kill.waitFor(5, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new IllegalStateException("kill " + name + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.close();
        postgres.close();
        crash.close();
    }
}
