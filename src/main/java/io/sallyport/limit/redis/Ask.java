package io.sallyport.limit.redis;

import io.sallyport.catalog.LimitSpec.Measure;
import io.sallyport.limit.AppliedLimit;
import io.sallyport.limit.Rates.Want;
import io.sallyport.limit.redis.Refill.Span;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What one request asks for.
 *
 * @param lease in microseconds
 */
record Ask(String holder, List<Part> parts, long lease) {
    /**
     * One limit of it.
     *
     * @param draw what is taken from a bucket; empty for a slot
     */
    record Part(AppliedLimit limit, String key, Optional<Draw> draw) {
        long amount() {
            return limit.limit().amount();
        }
    }

    /** @param fits whether the bucket can ever hold as much */
    record Draw(Bucket bucket, Refill refill, Span cost, boolean fits) {}

    Ask {
        parts = List.copyOf(parts);
    }

    static Ask of(String holder, List<Want> wants, Duration lease, Function<String, Bucket> buckets) {
        return new Ask(
                RateKeys.holder(holder),
                wants.stream().map(want -> part(want, buckets)).toList(),
                Math.max(1, lease.toMillis() * 1000));
    }

    private static Part part(Want want, Function<String, Bucket> buckets) {
        AppliedLimit limit = want.limit();
        String key = RateKeys.of(limit);
        if (limit.limit().measure() == Measure.CONCURRENT) {
            return new Part(limit, key, Optional.empty());
        }
        Refill refill = Refill.of(limit.limit());
        boolean fits = want.amount() <= limit.limit().amount();
        Span cost = fits ? refill.cost(want.amount()) : new Span(refill.window() + 1, 0);
        return new Part(limit, key, Optional.of(new Draw(buckets.apply(key), refill, cost, fits)));
    }

    List<String> keys() {
        return parts.stream().map(Part::key).toList();
    }

    /** The keys of its slots. */
    List<String> slots() {
        return parts.stream()
                .filter(part -> part.draw().isEmpty())
                .map(Part::key)
                .toList();
    }

    static Duration micros(long micros) {
        return Duration.of(Math.max(0, micros), ChronoUnit.MICROS);
    }
}
