package io.sallyport.bench.runs;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Clients that each ask again as soon as they have their answer, on event loops, as the gateway does: no thread is woken between the answer
 * and the next question.
 */
final class ClosedLoop {
    private static final long GRACE_SECONDS = 30;

    private final long deadline;
    private final Times times = new Times();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    private ClosedLoop(Duration time) {
        this.deadline = System.nanoTime() + time.toNanos();
    }

    /** One question; the answer says whether there is anything more to ask. */
    @FunctionalInterface
    interface Question extends Supplier<Uni<Boolean>> {}

    /**
     * Asks for {@code time}, or until nobody has anything more to ask.
     *
     * @param client makes the questions of each client, by its number
     * @throws IllegalStateException when a question was not answered
     */
    static Times run(Vertx vertx, int clients, Duration time, IntFunction<Question> client) {
        ClosedLoop loop = new ClosedLoop(time);
        CountDownLatch done = new CountDownLatch(clients);
        for (int i = 0; i < clients; i++) {
            Question question = client.apply(i);
            vertx.runOnContext(ignored -> loop.next(question, done));
        }
        loop.await(done);
        return loop.times;
    }

    private void next(Question question, CountDownLatch done) {
        long sent = System.nanoTime();
        if (sent >= deadline) {
            done.countDown();
            return;
        }
        var _ = question.get()
                .subscribe()
                .with(
                        more -> {
                            times.addNanos(System.nanoTime() - sent);
                            if (more) {
                                next(question, done);
                            } else {
                                done.countDown();
                            }
                        },
                        failure -> {
                            failures.add(failure);
                            done.countDown();
                        });
    }

    private void await(CountDownLatch done) {
        try {
            long limit = deadline - System.nanoTime() + TimeUnit.SECONDS.toNanos(GRACE_SECONDS);
            if (!done.await(limit, TimeUnit.NANOSECONDS)) {
                throw new IllegalStateException("a question has no answer");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException("a question was not answered", failures.peek());
        }
    }
}
