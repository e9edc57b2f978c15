package io.sallyport.limit.redis;

import io.sallyport.catalog.LimitRules.OnStoreLoss;
import io.sallyport.catalog.LimitSpec.Window;
import io.sallyport.limit.Rates.Level;
import io.sallyport.limit.Rates.Taken;
import io.sallyport.limit.redis.Ask.Draw;
import io.sallyport.limit.redis.Ask.Part;
import io.sallyport.limit.redis.Bucket.Seen;
import io.vertx.mutiny.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call of {@link RateScripts#TAKE}: what is sent, and what the answer means. */
final class TakeCall {
    /** When somebody who is under way may have ended: nobody knows. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private static final int HEAD = 3;
    private static final int EACH = 4;

    private final Ask ask;
    private final int replicas;
    private final List<Long> owed = new ArrayList<>();

    TakeCall(Ask ask, int replicas) {
        this.ask = ask;
        this.replicas = replicas;
    }

    /** What follows the birth. What the replica owes is taken out for it: {@link #unheard} puts it back. */
    List<String> arguments(OnStoreLoss onLoss, long now) {
        List<String> all = new ArrayList<>(2 + 11 * ask.parts().size());
        all.add(ask.holder());
        all.add(Long.toString(ask.lease()));
        for (Part part : ask.parts()) {
            all.add(part.draw().isPresent() ? "b" : "s");
            part.draw()
                    .ifPresentOrElse(
                            draw -> add(all, part, draw, onLoss, now), () -> all.add(Long.toString(part.amount())));
        }
        return all;
    }

    private void add(List<String> all, Part part, Draw draw, OnStoreLoss onLoss, long now) {
        long owes = draw.bucket().owed(replicas, now);
        owed.add(owes);
        Seen seen = draw.bucket().seen();
        add(
                all,
                draw.refill().amount(),
                draw.refill().window(),
                draw.cost().micros(),
                draw.cost().part());
        add(all, seen.born(), seen.version(), seen.full(), seen.part());
        add(all, owes, countsAsEmpty(part, onLoss) ? 1 : 0);
    }

    /** A bucket of a minute is soon right again; one of a month would be missed for long, so that there what was last seen has to do. */
    private static boolean countsAsEmpty(Part part, OnStoreLoss onLoss) {
        return onLoss == OnStoreLoss.DENY || part.limit().limit().window().compareTo(Window.MINUTE) <= 0;
    }

    private static void add(List<String> all, long... numbers) {
        for (long number : numbers) {
            all.add(Long.toString(number));
        }
    }

    /** Redis did not say whether it has heard. */
    void unheard(long now) {
        int next = 0;
        for (Part part : ask.parts()) {
            if (part.draw().isPresent() && next < owed.size()) {
                part.draw().get().bucket().owesStill(owed.get(next++), replicas, now);
            }
        }
    }

    /** What {@code answer} means; the buckets remember it. */
    Taken read(Response answer) {
        long now = answer.get(0).toLong();
        long born = answer.get(1).toLong();
        boolean passed = answer.get(2).toInteger() == 1;
        List<Level> levels = new ArrayList<>(ask.parts().size());
        Taken.@Nullable Refused worst = null;
        for (int i = 0; i < ask.parts().size(); i++) {
            Part part = ask.parts().get(i);
            int at = HEAD + i * EACH;
            boolean allows = answer.get(at).toInteger() == 1;
            long first = answer.get(at + 1).toLong();
            long second = answer.get(at + 2).toLong();
            if (part.draw().isPresent()) {
                Draw draw = part.draw().get();
                draw.bucket().see(new Seen(born, answer.get(at + 3).toLong(), first, second));
                levels.add(new Level(
                        part.limit(),
                        draw.refill().level(first, second, now),
                        Ask.micros(first + (second > 0 ? 1 : 0) - now)));
            } else {
                levels.add(new Level(part.limit(), Math.max(0, part.amount() - first), Duration.ZERO));
            }
            if (!allows) {
                worst = worse(worst, refused(part, levels.get(i), first, second, now));
            }
        }
        return passed || worst == null ? new Taken.Passed(levels) : worst;
    }

    private static Taken.Refused refused(Part part, Level level, long first, long second, long now) {
        if (part.draw().isEmpty()) {
            return second > 0
                    ? new Taken.Refused(level, Ask.micros(second), true)
                    : new Taken.Refused(level, SOON, false);
        }
        Draw draw = part.draw().get();
        long window = draw.refill().window();
        long wait = first + draw.cost().micros() + 2 - now - window;
        return new Taken.Refused(level, Ask.micros(draw.fits() ? wait : Math.max(wait, window)), false);
    }

    /** Of two refusals the one that lasts longer. */
    static Taken.Refused worse(Taken.@Nullable Refused one, Taken.Refused other) {
        return one != null && one.retryAfter().compareTo(other.retryAfter()) >= 0 ? one : other;
    }
}
