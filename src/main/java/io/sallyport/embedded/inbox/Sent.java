package io.sallyport.embedded.inbox;

import io.vertx.core.json.JsonObject;

/**
 * A mail that was sent, or would have been: it is written down, and nothing leaves the machine.
 *
 * @param asked how often its key came, the first time included
 */
record Sent(String id, String key, String to, String subject, String body, long asked) {
    JsonObject line() {
        return new JsonObject()
                .put("messageId", id)
                .put("to", to)
                .put("subject", subject)
                .put("body", body)
                .put("key", key)
                .put("asked", asked);
    }
}
