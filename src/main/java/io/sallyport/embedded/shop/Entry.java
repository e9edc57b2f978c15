package io.sallyport.embedded.shop;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * A line of the ledger.
 *
 * @param id    of the order
 * @param key   the caller's {@code Idempotency-Key}
 * @param at    when it was taken
 * @param asked how often the key came, the first time included
 */
record Entry(String id, Order order, String key, OffsetDateTime at, long asked) {

    /** What the caller is told: the same for each time that the key comes. */
    JsonObject receipt() {
        return new JsonObject()
                .put("orderId", id)
                .put("sku", order.sku())
                .put("quantity", order.quantity())
                .put("createdAt", time());
    }

    JsonObject line() {
        return receipt().put("key", key).put("asked", asked);
    }

    String time() {
        return at.withOffsetSameInstant(ZoneOffset.UTC).toInstant().toString();
    }
}
