package io.sallyport.tool.door;

import io.sallyport.idempotency.Claims;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Claims in memory, for owners without epochs; or nobody can say. */
final class TestingClaims implements Claims {
    private final Map<String, String> held = new HashMap<>();
    private boolean gone;

    /** From now on nobody can say. */
    synchronized void vanish() {
        gone = true;
    }

    /** Everybody forgets what was claimed. */
    synchronized void flush() {
        held.clear();
    }

    /** Somebody who will never let go. */
    synchronized void hold(String key) {
        held.put(key, "a ghost");
    }

    synchronized Map<String, String> held() {
        return Map.copyOf(held);
    }

    @Override
    public synchronized Uni<Claim> claim(String key, String owner, long epoch, Duration ttl) {
        if (gone) {
            return Uni.createFrom().item(Claim.UNAVAILABLE);
        }
        String holder = held.putIfAbsent(key, owner);
        return Uni.createFrom().item(holder == null || holder.equals(owner) ? Claim.TAKEN : Claim.HELD);
    }

    @Override
    public synchronized Uni<Void> release(String key, String owner) {
        held.remove(key, owner);
        return Uni.createFrom().voidItem();
    }
}
