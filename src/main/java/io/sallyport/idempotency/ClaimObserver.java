package io.sallyport.idempotency;

import io.sallyport.idempotency.Claims.Claim;

/** Watches claims. Called on any thread: be quick, never block, never throw. */
@FunctionalInterface
public interface ClaimObserver {
    void claimed(Claim outcome);
}
