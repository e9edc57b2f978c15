package io.sallyport.run.reply;

import io.sallyport.run.reply.Lookout.Choice;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** Keeps the record of who answers what, and finds the run that a repeated request has started. */
@Singleton
public class ReplyKeeper {
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final Duration LONGEST_LOOK =
            Pulse.LEASE.plus(Lookout.SILENCE).multipliedBy(2);
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(100);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(2);
    private static final int TRIES = 30;

    private final Replies replies;
    private final Pulse pulse;

    ReplyKeeper(Replies replies, Pulse pulse) {
        this.replies = replies;
        this.pulse = pulse;
    }

    /** This process answers the run, which is new. */
    public Held hold(String run) {
        write(replies.hold(run, pulse.process()));
        return new Held(run, 0);
    }

    /** The run that an earlier try has started and that nobody answers, from now on answered here; empty where there is none. */
    public Uni<Optional<Held>> takeOver(Asked asked, int retry, String requestId) {
        long began = System.nanoTime();
        return look(new Lookout(), asked, new Replies.Adopter(pulse.process(), retry, requestId), began);
    }

    private Uni<Optional<Held>> look(Lookout lookout, Asked asked, Replies.Adopter adopter, long began) {
        return replies.open(asked, adopter.retry()).chain(open -> {
            Duration watched = Duration.ofNanos(System.nanoTime() - began);
            return switch (lookout.choose(open, watched)) {
                case Choice.Take(OpenReply reply) ->
                    replies.adopt(reply, adopter)
                            .onFailure()
                            // It may be ours without our knowing, and nobody answers it here.
                            .invoke(() -> write(replies.cut(reply.run(), adopter.retry())))
                            .chain(taken -> taken
                                    ? Uni.createFrom().item(Optional.of(new Held(reply.run(), adopter.retry())))
                                    : look(lookout, asked, adopter, began));
                case Choice.Wait()
                when watched.compareTo(LONGEST_LOOK) < 0 ->
                    Uni.createFrom()
                            .voidItem()
                            .onItem()
                            .delayIt()
                            .by(LOOK_EVERY)
                            .chain(() -> look(lookout, asked, adopter, began));
                case Choice.Wait(), Choice.BeginAnew() -> Uni.createFrom().item(Optional.empty());
            };
        });
    }

    /** Tries until it is written; a process that never gets there is known by its pulse. */
    private static void write(Uni<Void> written) {
        var _ = written.onFailure()
                .retry()
                .withBackOff(FIRST_BACK_OFF, LONGEST_BACK_OFF)
                .atMost(TRIES)
                .subscribe()
                .with(done -> {}, unreachable -> {});
    }

    /** An answer that is given here. */
    public final class Held {
        private final String run;
        private final int retry;

        private Held(String run, int retry) {
            this.run = run;
            this.retry = retry;
        }

        public String run() {
            return run;
        }

        /** It came to its end: nobody will ask for it again. */
        public void completed() {
            write(replies.completed(run, retry));
        }

        /** Its connection closed before the end: who repeats the request gets this run. */
        public void cut() {
            write(replies.cut(run, retry));
        }
    }
}
