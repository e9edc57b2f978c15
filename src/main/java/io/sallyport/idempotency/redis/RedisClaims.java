package io.sallyport.idempotency.redis;

import io.quarkus.arc.All;
import io.sallyport.idempotency.ClaimObserver;
import io.sallyport.idempotency.Claims;
import io.sallyport.redis.Scripts;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/** Claims as keys of Redis that end by themselves. */
@Singleton
class RedisClaims implements Claims {
    private static final Logger LOG = Logger.getLogger(RedisClaims.class);
    private static final String PREFIX = "sallyport:claim:";

    private final Scripts scripts;
    private final List<ClaimObserver> observers;

    RedisClaims(Scripts scripts, @All List<ClaimObserver> observers) {
        this.scripts = scripts;
        this.observers = observers;
    }

    @Override
    public Uni<Claim> claim(String key, String owner, long epoch, Duration ttl) {
        List<String> arguments = List.of(owner, Long.toString(epoch), Long.toString(Math.max(1, ttl.toMillis())));
        return scripts.run(ClaimScripts.CLAIM, List.of(PREFIX + key), arguments)
                .map(answer -> answer.toInteger() == 1 ? Claim.TAKEN : Claim.HELD)
                .onFailure()
                .recoverWithItem(RedisClaims::nobodyKnows)
                .invoke(outcome -> observers.forEach(observer -> observer.claimed(outcome)));
    }

    /** One that cannot be let go of ends by itself. */
    @Override
    public Uni<Void> release(String key, String owner) {
        return scripts.run(ClaimScripts.RELEASE, List.of(PREFIX + key), List.of(owner))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private static Claim nobodyKnows(Throwable why) {
        LOG.debugf(why, "no answer about a claim; the ledger decides");
        return Claim.UNAVAILABLE;
    }
}
