package io.sallyport.edge.filter;

import io.sallyport.identity.IdentityProblems;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the one credential of a request (RFC 6750 section 2.1); never from the query, where logs would keep it. */
final class Bearer {
    private static final String SCHEME = "Bearer ";
    /** Longer than any token that we would verify; header limits of the server stand in front of it. */
    private static final int MAX_LENGTH = 16_384;

    private Bearer() {}

    /** The credential; throws {@code missing_credentials}, or {@code invalid_credentials} when there is more or other than one. */
    static String of(RoutingContext context) {
        List<String> values = context.request().headers().getAll("Authorization");
        if (values.isEmpty()) {
            String key = anthropicKey(context);
            if (key == null) {
                throw IdentityProblems.missing().exception();
            }
            return checked(key);
        }
        String value = values.getFirst();
        if (values.size() > 1 || !value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw IdentityProblems.unreadable().exception();
        }
        return checked(value.substring(SCHEME.length()).strip());
    }

    // The Anthropic SDKs send their key in a header of their own, on their own endpoints only.
    private static @Nullable String anthropicKey(RoutingContext context) {
        return OpenPaths.isUnder(context.normalizedPath(), "/v1/messages")
                ? context.request().getHeader("x-api-key")
                : null;
    }

    private static String checked(String credential) {
        if (credential.isEmpty() || credential.length() > MAX_LENGTH || credential.indexOf(' ') >= 0) {
            throw IdentityProblems.unreadable().exception();
        }
        return credential;
    }
}
