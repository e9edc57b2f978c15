package io.sallyport.core;

import java.util.Locale;

/**
 * The closed family of everything that can go wrong in front of a caller. The name in lower case is the stable {@code code} that
 * clients see; {@code docs/errors.md} explains each one, and a test holds the two together.
 */
public enum ProblemCode {
    // the request itself
    INVALID_JSON(Kind.REQUEST),
    INVALID_REQUEST(Kind.REQUEST),
    MISSING_PARAMETER(Kind.REQUEST),
    DUPLICATE_KEY(Kind.REQUEST),
    FIELD_DENIED(Kind.REQUEST),
    NESTING_TOO_DEEP(Kind.REQUEST),
    BODY_TOO_LARGE(Kind.TOO_LARGE),
    UNSUPPORTED_MEDIA_TYPE(Kind.MEDIA_TYPE),
    METHOD_NOT_ALLOWED(Kind.METHOD),
    NOT_FOUND(Kind.NOT_FOUND),
    MODEL_NOT_FOUND(Kind.NOT_FOUND),
    NO_CAPABLE_CANDIDATE(Kind.REQUEST),
    CONFLICT(Kind.CONFLICT),

    // runs
    AGENT_NOT_FOUND(Kind.NOT_FOUND),
    AGENT_STOPPED(Kind.FORBIDDEN),
    RUN_NOT_FOUND(Kind.NOT_FOUND),
    THREAD_NOT_FOUND(Kind.NOT_FOUND),
    PROMPT_VARIABLE_MISSING(Kind.REQUEST),
    IDEMPOTENCY_KEY_REQUIRED(Kind.REQUEST),
    IDEMPOTENCY_KEY_REUSED(Kind.UNPROCESSABLE),
    ANSWER_NOT_KEPT(Kind.UNPROCESSABLE),
    THREAD_BUSY(Kind.CONFLICT, true),
    RUN_ENDED(Kind.CONFLICT),
    RUN_FAILED(Kind.BAD_GATEWAY),
    RUN_CANCELLED(Kind.CONFLICT),
    RUN_EXPIRED(Kind.GATEWAY_TIMEOUT),
    RUN_LIMIT_EXCEEDED(Kind.UNPROCESSABLE),
    RUN_UNFINISHED(Kind.GATEWAY_TIMEOUT),
    ANSWER_RESTARTED(Kind.BAD_GATEWAY),
    RUN_NOT_ENDED(Kind.CONFLICT),
    RUN_NOT_WAITING(Kind.CONFLICT),
    ANSWER_MISMATCH(Kind.UNPROCESSABLE),
    APPROVAL_DECIDED(Kind.CONFLICT),
    APPROVAL_EXPIRED(Kind.CONFLICT),
    ARGUMENTS_CHANGED(Kind.CONFLICT),

    // tools
    TOOL_NOT_FOUND(Kind.NOT_FOUND),
    CALL_NOT_FOUND(Kind.NOT_FOUND),
    INVALID_ARGUMENTS(Kind.REQUEST),
    APPROVAL_REQUIRED(Kind.FORBIDDEN),
    AGENT_REQUIRED(Kind.FORBIDDEN),
    USER_REQUIRED(Kind.FORBIDDEN),
    TOOL_STOPPED(Kind.FORBIDDEN),
    IN_PROGRESS(Kind.CONFLICT, true),
    UNKNOWN_EFFECT(Kind.CONFLICT),
    IDEMPOTENCY_UNAVAILABLE(Kind.UNAVAILABLE, true),
    TOOL_REFUSED(Kind.REQUEST),
    TOOL_FAILED(Kind.BAD_GATEWAY),
    TOOL_UNAVAILABLE(Kind.UNAVAILABLE, true),
    TOOL_TIMEOUT(Kind.GATEWAY_TIMEOUT, true),

    // the caller
    MISSING_CREDENTIALS(Kind.UNAUTHENTICATED),
    INVALID_CREDENTIALS(Kind.UNAUTHENTICATED),
    UNKNOWN_PRINCIPAL(Kind.UNAUTHENTICATED),
    PERMISSION_DENIED(Kind.FORBIDDEN),
    PRINCIPAL_STOPPED(Kind.FORBIDDEN),
    IDENTITY_UNAVAILABLE(Kind.UNAVAILABLE, true),

    // what the caller may use
    RATE_LIMIT_EXCEEDED(Kind.RATE_LIMITED, true),
    BUDGET_EXHAUSTED(Kind.RATE_LIMITED),

    // the provider
    CONTEXT_LENGTH_EXCEEDED(Kind.REQUEST),
    CONTENT_FILTER(Kind.REQUEST),
    PROVIDER_REJECTED(Kind.REQUEST),
    PROVIDER_RATE_LIMITED(Kind.RATE_LIMITED, true),
    PROVIDER_UNAVAILABLE(Kind.UNAVAILABLE, true),
    PROVIDER_ERROR(Kind.BAD_GATEWAY, true),
    PROVIDER_MISCONFIGURED(Kind.BAD_GATEWAY),
    PROVIDER_TIMEOUT(Kind.GATEWAY_TIMEOUT, true),
    STREAM_CUT(Kind.BAD_GATEWAY, true),
    ALL_CANDIDATES_UNAVAILABLE(Kind.UNAVAILABLE, true),

    // the house
    STORE_UNAVAILABLE(Kind.UNAVAILABLE, true),
    SHUTTING_DOWN(Kind.UNAVAILABLE, true),
    OVERLOADED(Kind.UNAVAILABLE, true),
    INTERNAL(Kind.INTERNAL);

    /** The sort of trouble, from which each edge derives its own status and type words. */
    public enum Kind {
        REQUEST,
        TOO_LARGE,
        MEDIA_TYPE,
        METHOD,
        NOT_FOUND,
        CONFLICT,
        UNPROCESSABLE,
        UNAUTHENTICATED,
        FORBIDDEN,
        RATE_LIMITED,
        BAD_GATEWAY,
        GATEWAY_TIMEOUT,
        UNAVAILABLE,
        INTERNAL
    }

    private final Kind kind;
    private final boolean retryable;
    private final String code = name().toLowerCase(Locale.ROOT);

    ProblemCode(Kind kind) {
        this(kind, false);
    }

    ProblemCode(Kind kind, boolean retryable) {
        this.kind = kind;
        this.retryable = retryable;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether the same request may succeed later without anybody changing anything. */
    public boolean retryable() {
        return retryable;
    }

    /** The stable word that clients see. */
    public String code() {
        return code;
    }
}
