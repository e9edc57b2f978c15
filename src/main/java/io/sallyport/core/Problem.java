package io.sallyport.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that went wrong, said so that a person can act on it.
 *
 * @param code   what sort of thing, from the closed family
 * @param detail what was wrong, one sentence, naming the thing; never an exception's text
 * @param fix    what to do about it, one sentence, or null where nothing can be done but wait
 * @param param  the request field, header or setting that is at fault, or null
 * @param facts  details for programs, in order; small, and never a secret
 */
public record Problem(
        ProblemCode code,
        String detail,
        @Nullable String fix,
        @Nullable String param,
        Map<String, Object> facts) {

    /** The fact that says after how many seconds the same request may be worth another try; becomes {@code Retry-After}. */
    public static final String RETRY_AFTER_SECONDS = "retry_after_seconds";

    /** The fact that names the permission the caller lacks. */
    public static final String PERMISSION = "permission";

    public Problem {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    public static Problem of(ProblemCode code, String detail) {
        return new Problem(code, detail, null, null, Map.of());
    }

    public static Problem of(ProblemCode code, String detail, String fix) {
        return new Problem(code, detail, fix, null, Map.of());
    }

    /** The same problem, with the field at fault named. */
    public Problem at(String newParam) {
        return new Problem(code, detail, fix, newParam, facts);
    }

    /** The same problem with one more fact. */
    public Problem with(String key, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(facts);
        more.put(key, value);
        return new Problem(code, detail, fix, param, more);
    }

    /** Detail and fix as the one text that a person reads. */
    public String message() {
        return fix == null ? detail : detail + " " + fix;
    }

    public ProblemException exception() {
        return new ProblemException(this);
    }
}
