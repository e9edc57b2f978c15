package io.sallyport.provider.scripted;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** What goes wrong. The faults after a number of chunks count, for an answer that is not a stream, its body as one chunk. */
record Fault(
        Kind kind,
        int afterChunks,
        int status,
        @Nullable String retryAfter,
        @Nullable JsonNode body) {
    enum Kind {
        /** An HTTP status with an error body. */
        STATUS,
        /** The connection is lost before an answer begins. */
        RESET,
        /** Nothing more comes. */
        STALL,
        /** The connection is lost. */
        CUT,
        /** One chunk is not JSON. */
        MALFORMED
    }

    @JsonCreator
    static Fault of(
            @JsonProperty("kind") @Nullable String kind,
            @JsonProperty("afterChunks") @Nullable Integer afterChunks,
            @JsonProperty("status") @Nullable Integer status,
            @JsonProperty("retryAfter") @Nullable String retryAfter,
            @JsonProperty("body") @Nullable JsonNode body) {
        Kind known = kind(kind);
        if (known == Kind.STATUS && (status == null || status < 400 || status > 599)) {
            throw new IllegalArgumentException("'status' must be 400 to 599.");
        }
        if (afterChunks != null && afterChunks < 0) {
            throw new IllegalArgumentException("'afterChunks' must not be negative.");
        }
        return new Fault(known, afterChunks == null ? 0 : afterChunks, status == null ? 0 : status, retryAfter, body);
    }

    private static Kind kind(@Nullable String word) {
        return switch (word) {
            case "status" -> Kind.STATUS;
            case "reset" -> Kind.RESET;
            case "stall" -> Kind.STALL;
            case "cut" -> Kind.CUT;
            case "malformed" -> Kind.MALFORMED;
            case null, default ->
                throw new IllegalArgumentException("'kind' must be status, reset, stall, cut or malformed.");
        };
    }
}
