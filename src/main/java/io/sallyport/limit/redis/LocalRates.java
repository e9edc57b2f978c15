package io.sallyport.limit.redis;

import io.sallyport.catalog.LimitRules.OnStoreLoss;
import io.sallyport.limit.Rates.Level;
import io.sallyport.limit.Rates.Taken;
import io.sallyport.limit.redis.Ask.Draw;
import io.sallyport.limit.redis.Ask.Part;
import io.sallyport.redis.Scripts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of requests while Redis does not answer: nothing passes, or what this replica may allow as one of so many. */
final class LocalRates {
    private final Holders holders;
    private final StoreClock clock;
    private final int replicas;

    LocalRates(Holders holders, StoreClock clock, int replicas) {
        this.holders = holders;
        this.clock = clock;
        this.replicas = replicas;
    }

    Taken decide(Ask ask, OnStoreLoss onLoss) {
        return onLoss == OnStoreLoss.DENY ? denied(ask) : share(ask);
    }

    private static Taken denied(Ask ask) {
        Level level = new Level(ask.parts().getFirst().limit(), 0, Scripts.LEAVE_ALONE);
        return new Taken.Refused(level, Scripts.LEAVE_ALONE, true);
    }

    /** One at a time, so that all or nothing is taken. It is short, and there is no other way than this one while Redis is away. */
    private synchronized Taken share(Ask ask) {
        long now = clock.now();
        Taken.@Nullable Refused worst = null;
        for (Part part : ask.parts()) {
            Taken.@Nullable Refused refused = refusal(ask, part, now);
            if (refused != null) {
                worst = TakeCall.worse(worst, refused);
            }
        }
        if (worst != null) {
            return worst;
        }
        List<Level> levels = new ArrayList<>(ask.parts().size());
        for (Part part : ask.parts()) {
            part.draw()
                    .ifPresentOrElse(
                            draw -> draw.bucket().takeFromShare(draw.cost(), replicas, now),
                            () -> holders.add(part.key(), ask.holder(), now + ask.lease()));
            levels.add(level(part, now));
        }
        return new Taken.Passed(levels);
    }

    private Taken.@Nullable Refused refusal(Ask ask, Part part, long now) {
        if (part.draw().isEmpty()) {
            boolean room = holders.hasRoom(part.key(), ask.holder(), part.amount() / replicas, now);
            return room ? null : new Taken.Refused(level(part, now), Scripts.LEAVE_ALONE, false);
        }
        Draw draw = part.draw().get();
        long window = draw.refill().window();
        long wait = draw.bucket().shareAfter(draw.cost(), replicas, now) - now - window;
        if (wait <= 0) {
            return null;
        }
        boolean fits = draw.fits() && replicas * draw.cost().roundedUp() <= window;
        Duration after = fits ? Ask.micros(wait) : draw.fits() ? Scripts.LEAVE_ALONE : Ask.micros(window);
        return new Taken.Refused(level(part, now), after, false);
    }

    private Level level(Part part, long now) {
        if (part.draw().isEmpty()) {
            long free = part.amount() / replicas - holders.count(part.key());
            return new Level(part.limit(), Math.max(0, free), Duration.ZERO);
        }
        Draw draw = part.draw().get();
        long full = draw.bucket().shareAfter(Refill.Span.NONE, replicas, now);
        return new Level(part.limit(), draw.refill().level(full, 0, now) / replicas, Ask.micros(full - now));
    }
}
