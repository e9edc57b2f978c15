package io.sallyport.limit.redis;

import io.sallyport.catalog.LimitSpec.Measure;
import io.sallyport.limit.Rates.Settled;
import io.sallyport.limit.redis.Bucket.Seen;
import io.sallyport.limit.redis.Refill.Span;
import io.vertx.mutiny.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One call of {@link RateScripts#SETTLE}: what is sent, and what the answer means. */
record SettleCall(String holder, List<Part> parts) {
    private static final int HEAD = 3;
    private static final int EACH = 4;

    /** @param correction empty for a slot */
    record Part(String key, Optional<Correction> correction) {}

    record Correction(Bucket bucket, Refill refill, Span back, Span owed) {}

    SettleCall {
        parts = List.copyOf(parts);
    }

    static SettleCall of(String holder, List<Settled> settled, Function<String, Bucket> buckets) {
        return new SettleCall(
                holder, settled.stream().map(one -> part(one, buckets)).toList());
    }

    private static Part part(Settled settled, Function<String, Bucket> buckets) {
        String key = RateKeys.of(settled.limit());
        if (settled.limit().limit().measure() == Measure.CONCURRENT) {
            return new Part(key, Optional.empty());
        }
        Refill refill = Refill.of(settled.limit().limit());
        long back = Math.min(Math.max(0, settled.surplus()), refill.amount());
        long owed = settled.surplus() < 0 ? Math.abs(Math.max(settled.surplus(), -refill.amount())) : 0;
        return new Part(
                key, Optional.of(new Correction(buckets.apply(key), refill, refill.cost(back), refill.cost(owed))));
    }

    List<String> keys() {
        return parts.stream().map(Part::key).toList();
    }

    /** The keys of slots that are given back. */
    List<String> slots() {
        return parts.stream()
                .filter(part -> part.correction().isEmpty())
                .map(Part::key)
                .toList();
    }

    /** What follows the birth. */
    List<String> arguments() {
        List<String> all = new ArrayList<>(1 + 7 * parts.size());
        all.add(holder);
        for (Part part : parts) {
            part.correction()
                    .ifPresentOrElse(
                            one -> {
                                all.add("b");
                                add(all, one.refill().amount(), one.refill().window());
                                add(all, one.back().micros(), one.back().part());
                                add(all, one.owed().micros(), one.owed().part());
                            },
                            () -> all.add("s"));
        }
        return all;
    }

    private static void add(List<String> all, long one, long other) {
        all.add(Long.toString(one));
        all.add(Long.toString(other));
    }

    /** The buckets remember what {@code answer} says. */
    void read(Response answer) {
        long born = answer.get(1).toLong();
        for (int i = 0; i < parts.size(); i++) {
            int at = HEAD + i * EACH;
            parts.get(i)
                    .correction()
                    .ifPresent(one -> one.bucket()
                            .see(new Seen(
                                    born,
                                    answer.get(at + 3).toLong(),
                                    answer.get(at + 1).toLong(),
                                    answer.get(at + 2).toLong())));
        }
    }

    /** Redis did not answer: what this replica allows by itself is corrected. */
    void correctShares(int replicas, long now) {
        for (Part part : parts) {
            part.correction().ifPresent(one -> one.bucket().correctShare(one.back(), one.owed(), replicas, now));
        }
    }
}
