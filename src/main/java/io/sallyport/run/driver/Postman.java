package io.sallyport.run.driver;

import io.sallyport.checkpoint.Checkpoints;
import io.sallyport.checkpoint.Mail;
import io.sallyport.run.Wakes;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Carries what ended runs have left for others: a child's end to its parent, a parent's end to its children. It is durable before anybody
 * carries it, so whoever fails here is only late, and the round that every replica makes brings what was left lying.
 */
final class Postman {
    private static final Logger LOG = Logger.getLogger(Postman.class);

    /** What has lain that long is nobody's any more: who ended the run is gone. */
    private static final Duration LATE = Duration.ofSeconds(1);

    private static final int MOST = 200;

    /** Connections are there for others as well. */
    private static final int AT_ONCE = 8;

    private final Checkpoints checkpoints;
    private final Wakes wakes;
    private final AtomicBoolean onRound = new AtomicBoolean();

    Postman(Checkpoints checkpoints, Wakes wakes) {
        this.checkpoints = checkpoints;
        this.wakes = wakes;
    }

    /** What the end of {@code sender} has left. */
    void carry(String sender) {
        var _ = checkpoints
                .outbox(sender)
                .chain(this::deliver)
                .subscribe()
                .with(
                        carried -> {},
                        failure -> LOG.debugf("word of run %s is carried later: %s", sender, failure.getMessage()));
    }

    /** What others should have carried. */
    void round() {
        if (onRound.compareAndSet(false, true)) {
            var _ = checkpoints
                    .lateMail(LATE, MOST)
                    .chain(this::deliver)
                    .subscribe()
                    .with(carried -> onRound.set(false), failure -> onRound.set(false));
        }
    }

    private Uni<Void> deliver(List<Mail> all) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUni(mail -> checkpoints.deliver(mail).invoke(to -> tell(mail.run(), to)))
                .merge(AT_ONCE)
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private void tell(String run, Mail.Delivery delivery) {
        switch (delivery) {
            case WOKEN -> wakes.wake(run);
            case AT_WORK -> wakes.nudge(run);
            case NOWHERE -> {}
        }
    }
}
