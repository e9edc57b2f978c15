package io.sallyport.run.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.run.News;
import io.sallyport.run.RunNews;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A run that is performed on one of two replicas while clients come and go on both; chance decides everything. */
final class StreamStory {
    private static final String RUN = "run_story";
    private static final int STEPS = 12;

    private final Random chance;
    private final TestingActors actors;
    private final TestingJournal journal = new TestingJournal();
    private final TestingNews wire;
    private final List<RunNews> news;
    private final TestingStreamObserver viewers = new TestingStreamObserver();
    private final List<RunStreams> replicas;
    private final List<TestingClient> clients;
    private RunNews owner;

    StreamStory(Random chance) {
        this.chance = chance;
        actors = new TestingActors(chance);
        wire = new TestingNews(chance);
        news = List.of(wire.replica(actors.actor()), wire.replica(actors.actor()));
        owner = news.getFirst();
        replicas = news.stream()
                .map(heard -> new RunStreams(
                        new BoundedJournal(journal.seenFrom(actors.actor(), chance), 1 + chance.nextInt(3)),
                        heard,
                        asked -> journal.ends(asked),
                        viewers))
                .toList();
        clients = IntStream.range(0, 1 + chance.nextInt(6))
                .mapToObj(i -> new TestingClient(RUN, actors.actor()))
                .toList();
        wire.losing(chance.nextInt(4) * 0.15);
        journal.failing(chance.nextInt(3) * 0.1);
    }

    /** To its end; then everybody has everything. */
    List<TestingClient> tell() {
        commit("run.created");
        for (int step = 0; step < STEPS; step++) {
            long seq = commit("step.started");
            int attempts = 1 + chance.nextInt(3);
            for (int attempt = 1; attempt <= attempts; attempt++) {
                say(seq, attempt);
                if (attempt < attempts) {
                    owner = news.get(chance.nextInt(news.size()));
                    seq = commit("reset");
                }
            }
            commit("message.completed");
        }
        commit("run.completed");
        allComeBack();
        return new ArrayList<>(clients);
    }

    private void say(long seq, int attempt) {
        int words = chance.nextInt(6);
        for (int n = 1; n <= words; n++) {
            owner.publish(RUN, new News.Delta(seq, 1, attempt, n, TestingClient.word(seq, attempt, n)));
            meanwhile();
        }
    }

    private long commit(String type) {
        long seq = journal.commit(RUN, type, "\"" + "x".repeat(chance.nextInt(40)) + "\"");
        meanwhile();
        owner.publish(RUN, new News.Committed());
        meanwhile();
        return seq;
    }

    private void meanwhile() {
        for (int i = chance.nextInt(8); i > 0; i--) {
            if (chance.nextInt(3) > 0) {
                var _ = actors.step();
            } else {
                somebodyActs();
            }
        }
    }

    private void somebodyActs() {
        TestingClient client = clients.get(chance.nextInt(clients.size()));
        if (!client.follows()) {
            if (!client.ended()) {
                client.follow(replicas.get(chance.nextInt(replicas.size())));
            }
            return;
        }
        switch (chance.nextInt(4)) {
            case 0 -> client.leave();
            case 1 -> client.takes(chance.nextInt(3));
            case 2 -> client.takes(Integer.MAX_VALUE);
            default -> look();
        }
    }

    private void look() {
        RunStreams streams = replicas.get(chance.nextInt(replicas.size()));
        var _ = streams.look().subscribe().with(done -> {}, failure -> {});
    }

    private void allComeBack() {
        journal.failing(0);
        clients.stream()
                .filter(client -> !client.follows() && !client.ended())
                .forEach(client -> client.follow(replicas.get(chance.nextInt(replicas.size()))));
        clients.forEach(client -> client.takes(Integer.MAX_VALUE));
        actors.settle();
        replicas.forEach(streams -> {
            var _ = streams.look().subscribe().with(done -> {}, failure -> {});
        });
        actors.settle();
        assertThat(clients).allSatisfy(client -> {
            assertThat(client.ended()).as("whether it has seen the end").isTrue();
            assertThat(client.durable()).isEqualTo(journal.stream(RUN));
        });
        assertThat(replicas).allSatisfy(streams -> assertThat(streams.size()).isZero());
        assertThat(viewers.open()).as("readers that are still counted").isZero();
    }
}
