package io.sallyport.idempotency.answer;

import io.sallyport.idempotency.Claims;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Claims in memory that never end by themselves, and can be unavailable. */
final class TestingClaims implements Claims {
    final Map<String, String> held = new ConcurrentHashMap<>();
    volatile boolean away;

    @Override
    public synchronized Uni<Claim> claim(String key, String owner, long epoch, Duration ttl) {
        if (away) {
            return Uni.createFrom().item(Claim.UNAVAILABLE);
        }
        String holder = held.get(key);
        boolean taken = holder == null || holder.equals(owner) || epoch > 0;
        if (taken) {
            held.put(key, owner);
        }
        return Uni.createFrom().item(taken ? Claim.TAKEN : Claim.HELD);
    }

    @Override
    public synchronized Uni<Void> release(String key, String owner) {
        var _ = held.remove(key, owner);
        return Uni.createFrom().voidItem();
    }
}
