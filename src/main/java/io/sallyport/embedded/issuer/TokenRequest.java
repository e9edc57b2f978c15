package io.sallyport.embedded.issuer;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a client asked the token endpoint for, checked.
 *
 * @param client   its id
 * @param subject  who stands behind the token; the client itself unless it asked for somebody
 * @param audience whom the token is for
 * @param roles    what the token shall carry as {@code roles}
 * @param scope    what the token shall carry as {@code scope}; empty: none
 * @param lifetime for how long it shall be good
 */
record TokenRequest(
        String client, String subject, String audience, Set<String> roles, String scope, Duration lifetime) {
    static final String AUDIENCE = "sallyport";
    static final Duration LONGEST = Duration.ofMinutes(10);

    static final String GRANT = "client_credentials";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:@/-]{1,100}");
    private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e ]{0,500}");

    /**
     * Checks the form of a client that has proven who it is.
     *
     * @throws TokenRefused in the words of RFC 6749 section 5.2
     */
    static TokenRequest of(String client, TokenForm form) {
        String scope = form.optional("scope").orElse("");
        if (!SCOPE.matcher(scope).matches()) {
            throw TokenRefused.request("invalid_scope", "The scope holds characters that RFC 6749 does not allow.");
        }
        return new TokenRequest(
                client,
                name(form.optional("subject").orElse(client), "subject"),
                name(form.optional("audience").orElse(AUDIENCE), "audience"),
                roles(form.optional("roles").orElse("")),
                scope,
                form.optional("lifetime").map(TokenRequest::lifetime).orElse(LONGEST));
    }

    /** Whoever tries out what happens when a token ends does not want to wait for it. */
    private static Duration lifetime(String seconds) {
        if (!seconds.matches("[1-9][0-9]{0,2}") || Integer.parseInt(seconds) > LONGEST.toSeconds()) {
            throw TokenRefused.request(
                    "invalid_request", "lifetime takes whole seconds from 1 to " + LONGEST.toSeconds() + ".");
        }
        return Duration.ofSeconds(Integer.parseInt(seconds));
    }

    private static Set<String> roles(String list) {
        List<String> names = List.of(list.strip().split("[ ,]+"));
        return names.equals(List.of(""))
                ? Set.of()
                : Set.copyOf(names.stream().map(n -> name(n, "roles")).toList());
    }

    static String name(String value, String parameter) {
        if (!NAME.matcher(value).matches()) {
            throw TokenRefused.request(
                    "invalid_request", parameter + " takes letters, digits and . _ : @ / - up to 100 characters.");
        }
        return value;
    }
}
