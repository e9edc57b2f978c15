package io.sallyport.testing.provider;

/** Behaviours that answer with an error. */
public final class Refusals {
    /** What OpenAI says when the prompt is too long. */
    public static final String CONTEXT_LENGTH = ChatWire.error(
            "This model's maximum context length is 128 tokens. However, your messages resulted in 4096 tokens.",
            "invalid_request_error",
            "context_length_exceeded");

    /** What llama.cpp's server says when the prompt is too long. */
    public static final String LLAMA_CONTEXT_LENGTH =
            "{\"error\":{\"code\":400,\"message\":\"request (4096 tokens) exceeds the available "
                    + "context size (128 tokens), try increasing it\",\"type\":\"exceed_context_size_error\",\"n_prompt_tokens\":4096,\"n_ctx\":128}}";

    /** What Azure's OpenAI says when its filter fires. */
    public static final String CONTENT_FILTER = ChatWire.error(
            "The response was filtered due to the prompt triggering the content management policy.",
            "invalid_request_error",
            "content_filter");

    private Refusals() {}

    public static Behaviour status(int status) {
        return status(
                status, ChatWire.error("The provider says " + status + ".", "server_error", "upstream_" + status));
    }

    public static Behaviour status(int status, String body, String... headers) {
        return exchange -> exchange.whole(status, "application/json", body, headers);
    }

    /** 429 with this {@code Retry-After}: seconds or an HTTP date. */
    public static Behaviour rateLimited(String retryAfter) {
        String body = ChatWire.error("Slow down.", "rate_limit_error", "rate_limit_exceeded");
        return status(429, body, "Retry-After", retryAfter);
    }

    /** 400 for a trailing assistant message, and {@code otherwise} for the rest. */
    public static Behaviour rejectingPrefill(Behaviour otherwise) {
        String body = ChatWire.error(
                "The last message must not be the assistant's.", "invalid_request_error", "bad_messages");
        return exchange -> (exchange.request().prefill().isEmpty() ? otherwise : status(400, body)).serve(exchange);
    }
}
