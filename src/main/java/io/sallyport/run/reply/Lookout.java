package io.sallyport.run.reply;

import io.sallyport.run.reply.OpenReply.State;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides for one repeated request which answer it takes over. A holder whose replica was killed cannot say so, and one that is only slow has
 * not said so yet: so it waits until each holder has either shown that it lives, or missed its pulse.
 */
final class Lookout {
    /** A pulse that has stopped counts only if nothing of it is seen for so long: longer than it takes to beat once more. */
    static final Duration SILENCE = Pulse.EVERY.plusMillis(500);

    private final Map<String, Instant> firstSeen = new HashMap<>();

    /** What to do now. */
    sealed interface Choice {
        record Take(OpenReply reply) implements Choice {}

        /** Look again before long. */
        record Wait() implements Choice {}

        /** There is nothing to take over. */
        record BeginAnew() implements Choice {}
    }

    /**
     * @param open    the answers, oldest first
     * @param watched for how long it has been looking
     */
    Choice choose(List<OpenReply> open, Duration watched) {
        Optional<OpenReply> eligible =
                open.stream().filter(reply -> mayBeTaken(reply, watched)).findFirst();
        if (eligible.isPresent()) {
            return new Choice.Take(eligible.get());
        }
        return open.stream().allMatch(this::lives) ? new Choice.BeginAnew() : new Choice.Wait();
    }

    private boolean mayBeTaken(OpenReply reply, Duration watched) {
        return reply.state() == State.CUT
                || (reply.state() == State.LAPSED && !lives(reply) && watched.compareTo(SILENCE) >= 0);
    }

    /** Whether its pulse has beaten since it was first seen: after a cut that came before, it would have said so. */
    private boolean lives(OpenReply reply) {
        Instant first = firstSeen.computeIfAbsent(reply.run() + "/" + reply.retry(), holder -> reply.until());
        return reply.until().isAfter(first);
    }
}
