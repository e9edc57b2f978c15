package io.sallyport.run.stream;

import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.core.Bytes;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** One store for many runs, whose answers come later, and fail sometimes. */
final class TestingJournal {
    private final Map<String, List<JournalEvent>> runs = new HashMap<>();
    private int reads;
    private double failing;

    /** The store as one replica sees it. */
    Journal seenFrom(Executor replies, RandomGenerator chance) {
        return (run, after, most) -> Uni.createFrom().emitter(emitter -> {
            reads++;
            boolean fails = chance.nextDouble() < failing;
            // What is read is read when the store gets to it, not when it was asked.
            replies.execute(() -> {
                if (fails) {
                    emitter.fail(new IllegalStateException("the store is away"));
                } else {
                    emitter.complete(page(run, after, most));
                }
            });
        });
    }

    Uni<Map<String, Long>> ends(Collection<String> asked) {
        return Uni.createFrom().item(asked.stream().collect(Collectors.toMap(run -> run, run ->
                (long) events(run).size())));
    }

    private List<JournalEvent> page(String run, long after, int most) {
        List<JournalEvent> all = events(run);
        return List.copyOf(all.subList((int) after, (int) Math.min(all.size(), after + most)));
    }

    List<JournalEvent> events(String run) {
        return runs.getOrDefault(run, List.of());
    }

    /** The sequence number that it got. */
    long commit(String run, String type, String content) {
        List<JournalEvent> events = runs.computeIfAbsent(run, id -> new ArrayList<>());
        long seq = events.size() + 1L;
        events.add(new JournalEvent(
                seq, Instant.EPOCH.plusMillis(seq), type, Bytes.of("{\"k\":" + seq + "}"), Bytes.of(content), false));
        return seq;
    }

    void failing(double share) {
        failing = share;
    }

    int reads() {
        return reads;
    }

    /** What an unbroken stream says. */
    String stream(String run) {
        return events(run).stream()
                .map(event -> SseFrames.of(run, event).text())
                .collect(Collectors.joining());
    }
}
