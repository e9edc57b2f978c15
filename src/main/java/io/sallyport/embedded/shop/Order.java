package io.sallyport.embedded.shop;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/**
 * What somebody wants.
 *
 * @param sku      the article, 1 to 64 characters
 * @param quantity 1 to 10,000
 */
record Order(String sku, int quantity) {
    private static final int LONGEST_SKU = 64;
    private static final int LARGEST = 10_000;

    /** Articles that take their time: taken down at once, answered late, so that a person can see what is in between. */
    private static final String SLOW = "slow";

    Order {
        if (sku.isBlank() || sku.length() > LONGEST_SKU || sku.indexOf('\0') >= 0) {
            throw new OrderRefused(422, "invalid_order", "sku must have 1 to " + LONGEST_SKU + " characters.");
        }
        if (quantity < 1 || quantity > LARGEST) {
            throw new OrderRefused(422, "invalid_order", "quantity must be 1 to " + LARGEST + ".");
        }
    }

    /** @throws OrderRefused where the body is no order */
    static Order read(Buffer body) {
        try {
            JsonObject json = body.toJsonObject();
            if (json.getValue("sku") instanceof String sku && json.getValue("quantity") instanceof Integer quantity) {
                return new Order(sku, quantity);
            }
        } catch (DecodeException | ClassCastException notAnObject) {
            // Said below: it is the same mistake.
        }
        throw new OrderRefused(400, "invalid_body", "The body must be {\"sku\": \"…\", \"quantity\": 1}.");
    }

    boolean isSlow() {
        return sku.startsWith(SLOW);
    }
}
