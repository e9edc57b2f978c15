package io.sallyport.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Callers who ask again and again until they are told to stop. */
public final class Load implements AutoCloseable {
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Answer> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean stopped;

    private Load() {}

    /** So many callers at once, each sending {@code call} as soon as it has its last answer. */
    public static Load of(int callers, Supplier<Answer> call) {
        Load load = new Load();
        for (int i = 0; i < callers; i++) {
            load.callers.execute(() -> load.keepAsking(call));
        }
        return load;
    }

    /** Answers that were not whole. */
    public List<Answer> failures() {
        return List.copyOf(failures);
    }

    public int asked() {
        return asked.get();
    }

    @Override
    public void close() {
        stopped = true;
        callers.close();
    }

    private void keepAsking(Supplier<Answer> call) {
        while (!stopped) {
            Answer answer = call.get();
            asked.incrementAndGet();
            if (!answer.isComplete()) {
                failures.add(answer);
            }
        }
    }
}
