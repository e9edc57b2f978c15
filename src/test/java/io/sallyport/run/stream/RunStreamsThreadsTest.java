package io.sallyport.run.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.core.Bytes;
import io.sallyport.run.News;
import io.sallyport.run.RunNews;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The same with real threads: what the stories cannot show is that the locks hold. */
class RunStreamsThreadsTest {
    private static final int EVENTS = 3_000;
    private static final int READERS = 40;

    private final List<JournalEvent> journal = new CopyOnWriteArrayList<>();
    private final List<Consumer<News>> listeners = new CopyOnWriteArrayList<>();

    private final RunNews news = new RunNews() {
        @Override
        public void publish(String run, News told) {
            listeners.forEach(listener -> listener.accept(told));
        }

        @Override
        public Watch watch(String run, Consumer<News> listener) {
            listeners.add(listener);
            return () -> listeners.remove(listener);
        }

        @Override
        public boolean connected() {
            return true;
        }
    };

    @Test
    void readers_on_several_threads_each_have_every_event_once() {
        try (ExecutorService store = Executors.newFixedThreadPool(2);
                ExecutorService writer = Executors.newSingleThreadExecutor();
                Homes homes = new Homes(4)) {
            Journal pages = (run, after, most) -> Uni.createFrom()
                    .item(() -> List.copyOf(journal.subList((int) after, (int) Math.min(journal.size(), after + most))))
                    .runSubscriptionOn(store);
            RunStreams streams = new RunStreams(
                    pages,
                    news,
                    runs -> Uni.createFrom().failure(new IllegalStateException()),
                    new TestingStreamObserver());
            List<Seen> readers =
                    IntStream.range(0, READERS).mapToObj(i -> new Seen()).toList();
            writer.execute(this::perform);
            IntStream.range(0, READERS)
                    .forEach(i -> streams.follow("run_1", Cursor.after(i * 3L % 50), homes.home(i), readers.get(i)));
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(readers)
                            .allSatisfy(reader -> assertThat(reader.ended).isTrue()));
            IntStream.range(0, READERS)
                    .forEach(i -> assertThat(readers.get(i).seqs)
                            .containsExactlyElementsOf(LongStream.rangeClosed(i * 3L % 50 + 1, EVENTS)
                                    .boxed()
                                    .toList()));
            assertThat(streams.size()).isZero();
        }
    }

    private void perform() {
        for (long seq = 1; seq <= EVENTS; seq++) {
            String type = seq == EVENTS ? "run.completed" : "step.started";
            journal.add(new JournalEvent(seq, Instant.EPOCH, type, Bytes.of("{}"), null, false));
            news.publish("run_1", new News.Committed());
            for (int n = 1; n <= 3; n++) {
                news.publish("run_1", new News.Delta(seq, 1, 1, n, "word"));
            }
        }
    }

    /** A few threads, each the home of several readers. */
    private static final class Homes implements AutoCloseable {
        private final List<ExecutorService> threads;

        Homes(int size) {
            threads = IntStream.range(0, size)
                    .mapToObj(i -> Executors.newSingleThreadExecutor())
                    .toList();
        }

        ExecutorService home(int reader) {
            return threads.get(reader % threads.size());
        }

        @Override
        public void close() {
            threads.forEach(ExecutorService::close);
        }
    }

    private static final class Seen implements Reader {
        private final List<Long> seqs = new ArrayList<>();
        private volatile boolean ended;

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public void take(StreamItem item) {
            if (item instanceof StreamItem.Durable durable) {
                seqs.add(durable.event().seq());
            }
        }

        @Override
        public void end() {
            ended = true;
        }
    }
}
