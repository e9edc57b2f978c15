package io.sallyport.run.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** Threads as a test wants them: each does its tasks in order, and chance says whose turn it is. Everything happens on the test's thread. */
final class TestingActors {
    private final RandomGenerator chance;
    private final List<Queue<Runnable>> actors = new ArrayList<>();

    TestingActors(RandomGenerator chance) {
        this.chance = chance;
    }

    Executor actor() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        actors.add(tasks);
        return tasks::add;
    }

    /** Lets one of them do one thing; whether any had something to do. */
    boolean step() {
        List<Queue<Runnable>> busy =
                actors.stream().filter(tasks -> !tasks.isEmpty()).toList();
        if (busy.isEmpty()) {
            return false;
        }
        busy.get(chance.nextInt(busy.size())).remove().run();
        return true;
    }

    void settle() {
        int steps = 0;
        while (step()) {
            if (++steps > 1_000_000) {
                throw new AssertionError("it never comes to rest");
            }
        }
    }
}
