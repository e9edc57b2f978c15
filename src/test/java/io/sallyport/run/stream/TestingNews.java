package io.sallyport.run.stream;

import io.sallyport.run.News;
import io.sallyport.run.RunNews;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** News that travels between replicas, late and with losses. */
final class TestingNews {
    private final RandomGenerator chance;
    private final List<Replica> replicas = new ArrayList<>();
    private double lost;

    TestingNews(RandomGenerator chance) {
        this.chance = chance;
    }

    RunNews replica(Executor wire) {
        Replica replica = new Replica(wire);
        replicas.add(replica);
        return replica;
    }

    void losing(double share) {
        lost = share;
    }

    /** The news as one replica hears it; what is told on it is heard there at once. */
    private final class Replica implements RunNews {
        private final Executor wire;
        private final Map<String, List<Consumer<News>>> listeners = new HashMap<>();

        Replica(Executor wire) {
            this.wire = wire;
        }

        @Override
        public void publish(String run, News news) {
            hear(run, news);
            for (Replica other : replicas) {
                if (other != this && chance.nextDouble() >= lost) {
                    other.wire.execute(() -> other.hear(run, news));
                }
            }
        }

        private void hear(String run, News news) {
            List.copyOf(listeners.getOrDefault(run, List.of())).forEach(listener -> listener.accept(news));
        }

        @Override
        public Watch watch(String run, Consumer<News> listener) {
            listeners.computeIfAbsent(run, id -> new ArrayList<>()).add(listener);
            wire.execute(() -> listener.accept(new News.Committed()));
            return () -> {
                boolean watched = listeners.getOrDefault(run, List.of()).remove(listener);
                assert watched : "a watch is ended once";
            };
        }

        @Override
        public boolean connected() {
            return lost < 1;
        }
    }
}
