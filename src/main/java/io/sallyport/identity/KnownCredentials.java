package io.sallyport.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sallyport.catalog.Catalog;
import io.sallyport.core.Problem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about credentials lately, by digest, bounded in number and in time. Good ones are remembered until they expire
 * and at most {@link #LONGEST}; refused ones for a moment, and apart, so that a flood of bad ones cannot drive out the good.
 */
final class KnownCredentials {
    static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration REFUSED_FOR = Duration.ofSeconds(2);

    private final Cache<Digest, Entry> good = bounded(20_000, LONGEST);
    private final Cache<Digest, Problem> refused = bounded(2_000, REFUSED_FOR);
    private final AtomicLong revocations = new AtomicLong();
    private final InstantSource clock;

    KnownCredentials(InstantSource clock) {
        this.clock = clock;
    }

    /** The caller, if this credential was found good and nothing has changed since; throws what the catalogue has against them. */
    @Nullable
    Caller caller(Digest digest, Catalog catalog) {
        Entry entry = good.getIfPresent(digest);
        return entry == null || clock.millis() >= entry.untilMillis ? null : entry.caller(catalog);
    }

    @Nullable
    Problem refusal(Digest digest) {
        return refused.getIfPresent(digest);
    }

    /** A mark to take before asking a verifier: an answer from before a revocation is not remembered after it. */
    long mark() {
        return revocations.get();
    }

    void remember(Digest digest, Verified verified, long mark) {
        long longest = clock.millis() + LONGEST.toMillis();
        good.put(
                digest,
                new Entry(verified, Math.min(longest, verified.expiresAt().toEpochMilli())));
        if (revocations.get() != mark) {
            good.invalidate(digest);
        }
    }

    void refuse(Digest digest, Problem problem) {
        refused.put(digest, problem);
    }

    /** Forgets the credential at once. */
    void revoke(Digest digest) {
        revocations.incrementAndGet();
        good.invalidate(digest);
    }

    private static <V> Cache<Digest, V> bounded(long most, Duration longest) {
        // On the calling thread: the upkeep is a few microseconds, and a pool would be one more thing to stop.
        return Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterWrite(longest)
                .executor(Runnable::run)
                .build();
    }

    /** A verified credential with the caller that it last was; threads may race to set the caller, and either is right. */
    private static final class Entry {
        private final Verified verified;
        private final long untilMillis;
        private volatile @Nullable Caller last;

        Entry(Verified verified, long untilMillis) {
            this.verified = verified;
            this.untilMillis = untilMillis;
        }

        Caller caller(Catalog catalog) {
            Caller known = last;
            if (known == null || !known.catalog().revision().equals(catalog.revision())) {
                known = Principals.admit(verified, catalog);
                last = known;
            }
            return known;
        }
    }
}
