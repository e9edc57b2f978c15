package io.sallyport.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What is started once for all classes that one JVM tests, and closed when it ends. The test engine's own store will not do: where several JVMs
 * test at once, each class is an execution of its own for the engine.
 */
final class WholeRun {
    private static final Map<Class<?>, AutoCloseable> STARTED = new HashMap<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(WholeRun::close, "whole-run"));
    }

    private WholeRun() {}

    /** The one of its type, started by whoever asks first. */
    static synchronized <T extends AutoCloseable> T get(Class<T> type, Supplier<T> start) {
        AutoCloseable started = STARTED.get(type);
        if (started == null) {
            started = start.get();
            STARTED.put(type, started);
        }
        return type.cast(started);
    }

    private static void close() {
        List<AutoCloseable> all;
        synchronized (WholeRun.class) {
            all = new ArrayList<>(STARTED.values());
        }
        all.parallelStream().forEach(WholeRun::close);
    }

    private static void close(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception e) {
            System.err.println("could not be closed: " + one + ": " + e);
        }
    }
}
