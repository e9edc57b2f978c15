package io.sallyport.run.reply;

import io.sallyport.run.reply.OpenReply.State;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The record of who answers, in memory; it can be away. */
final class TestingReplies implements Replies {
    private final Map<String, OpenReply> open = new LinkedHashMap<>();
    private final List<String> pulses = new ArrayList<>();
    private int away;
    private int sweeps;
    private boolean adoptionLost;

    /** The next adoption is written, and its answer is lost. */
    synchronized void loseAdoption() {
        adoptionLost = true;
    }

    /** Its next so many answers are failures. */
    synchronized void away(int times) {
        away = times;
    }

    synchronized void set(String run, int retry, State state, Instant until) {
        open.put(run, new OpenReply(run, retry, state, until));
    }

    synchronized OpenReply get(String run) {
        return open.get(run);
    }

    synchronized List<String> pulses() {
        return List.copyOf(pulses);
    }

    synchronized int sweeps() {
        return sweeps;
    }

    private Uni<Void> write(Runnable change) {
        return Uni.createFrom().item(() -> {
            synchronized (this) {
                if (away > 0) {
                    away--;
                    throw new IllegalStateException("away");
                }
                change.run();
                return null;
            }
        });
    }

    @Override
    public Uni<Void> hold(String run, String replica) {
        return write(() -> open.put(run, new OpenReply(run, 0, State.HELD, Instant.EPOCH)));
    }

    @Override
    public Uni<Void> completed(String run, int retry) {
        return write(() -> open.remove(run));
    }

    @Override
    public Uni<Void> cut(String run, int retry) {
        return write(() -> open.put(run, new OpenReply(run, retry, State.CUT, Instant.EPOCH)));
    }

    @Override
    public synchronized Uni<List<OpenReply>> open(Asked asked, int retry) {
        return Uni.createFrom()
                .item(open.values().stream()
                        .filter(reply -> reply.retry() < retry)
                        .toList());
    }

    @Override
    public synchronized Uni<Boolean> adopt(OpenReply seen, Adopter adopter) {
        boolean same = seen.equals(open.get(seen.run()));
        if (same) {
            open.put(seen.run(), new OpenReply(seen.run(), adopter.retry(), State.HELD, Instant.EPOCH));
            if (adoptionLost) {
                adoptionLost = false;
                return Uni.createFrom().failure(new IllegalStateException("its answer is lost"));
            }
        }
        return Uni.createFrom().item(same);
    }

    @Override
    public Uni<Void> pulse(String replica, Duration lease) {
        return write(() -> pulses.add(replica));
    }

    @Override
    public Uni<Void> sweep() {
        return write(() -> sweeps++);
    }
}
