package io.sallyport.identity.oidc;

import java.util.List;

/**
 * Whether a person stands behind a token, which is to say that it was not issued by client credentials. No standard claim says so;
 * {@code docs/identity.md} lists what issuers write instead. Since persons may do more, doubt makes no person: a token of an external
 * issuer must also show something that only somebody's login leaves behind.
 */
final class PersonRule {
    private static final List<String> LEFT_BY_A_LOGIN =
            List.of("sid", "session_state", "auth_time", "amr", "email", "preferred_username");

    private PersonRule() {}

    static boolean isPerson(Claims claims, String client, TrustedIssuers.Issuer issuer) {
        return !isClientCredentials(claims, client)
                && (issuer == TrustedIssuers.Issuer.EMBEDDED
                        || LEFT_BY_A_LOGIN.stream().anyMatch(claims::has));
    }

    private static boolean isClientCredentials(Claims claims, String client) {
        String subject = claims.text("sub").orElse(client);
        return subject.equals(client) // RFC 9068 section 2.2
                || subject.endsWith("@clients") // Auth0
                || says(claims, "gty", "client-credentials") // Auth0 and the embedded issuer
                || says(claims, "idtyp", "app") // Entra ID
                || claims.text("preferred_username")
                        .filter(name -> name.startsWith("service-account-")) // Keycloak
                        .isPresent();
    }

    private static boolean says(Claims claims, String claim, String value) {
        return claims.text(claim).filter(value::equals).isPresent();
    }
}
