package io.sallyport.embedded.shop;

import io.vertx.core.json.JsonObject;

/** The shop takes no such order. */
final class OrderRefused extends RuntimeException {
    private final int status;
    private final String code;

    OrderRefused(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    JsonObject body() {
        return new JsonObject().put("error", new JsonObject().put("code", code).put("message", getMessage()));
    }
}
