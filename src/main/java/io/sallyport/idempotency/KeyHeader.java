package io.sallyport.idempotency;

import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.ProblemException;
import java.util.List;
import java.util.Optional;

/**
 * The header by which a caller names what it wants done once (draft-ietf-httpapi-idempotency-key-header-07). The draft has a quoted string
 * (RFC 9651 section 3.3.3), most clients send it bare: both are the same key.
 */
public final class KeyHeader {
    public static final String NAME = "Idempotency-Key";

    /** Characters, the quotes not counted. */
    public static final int LONGEST = 255;

    private KeyHeader() {}

    /**
     * The key, or empty where there is no such header.
     *
     * @param values of all headers of this name
     * @throws ProblemException {@code invalid_request} when it is no key
     */
    public static Optional<String> of(List<String> values) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        if (values.size() > 1) {
            throw bad("is there more than once");
        }
        return Optional.of(key(values.getFirst().strip()));
    }

    private static String key(String value) {
        String key = value.startsWith("\"") ? unquoted(value) : value;
        if (key.isEmpty() || key.length() > LONGEST) {
            throw bad("does not have 1 to " + LONGEST + " characters");
        }
        char least = value.startsWith("\"") ? ' ' : '!';
        if (!key.chars().allMatch(c -> c >= least && c <= '~')) {
            throw bad("has characters that are not visible ASCII");
        }
        return key;
    }

    private static String unquoted(String value) {
        StringBuilder key = new StringBuilder();
        int at = 1;
        for (; at < value.length() && value.charAt(at) != '"'; at++) {
            if (value.charAt(at) == '\\') {
                at++;
                if (at == value.length() || (value.charAt(at) != '"' && value.charAt(at) != '\\')) {
                    throw bad("is a quoted string with a backslash before something else than a quote or a backslash");
                }
            }
            key.append(value.charAt(at));
        }
        if (at != value.length() - 1) {
            throw bad("is a quoted string that does not end where the header ends");
        }
        return key.toString();
    }

    private static ProblemException bad(String what) {
        return Problem.of(
                        ProblemCode.INVALID_REQUEST,
                        "The header " + NAME + " " + what + ".",
                        "Send one value such as a UUID, bare or in double quotes.")
                .at(NAME)
                .exception();
    }
}
