package io.sallyport.config.readiness;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Settings that have no place in {@code prod}: what belongs to the embedded services, and what switches verification off. */
final class ForbiddenRules {
    private static final String EMBEDDED = "SALLYPORT_EMBEDDED_";

    /** Variable to the value that is refused. */
    private static final Map<String, String> UNVERIFIED = Map.of(
            "QUARKUS_TLS_TRUST_ALL", "true",
            "QUARKUS_DATASOURCE_REACTIVE_TRUST_ALL", "true",
            "QUARKUS_REDIS_TLS_TRUST_ALL", "true",
            "QUARKUS_OIDC_TLS_VERIFICATION", "none");

    private ForbiddenRules() {}

    static Stream<String> findings(Settings settings) {
        return Stream.of(profile(settings), embedded(settings), unverified(settings))
                .flatMap(found -> found);
    }

    private static Stream<String> profile(Settings settings) {
        List<String> profiles =
                List.of(settings.get("QUARKUS_PROFILE").orElse("").split("\\s*,\\s*"));
        return profiles.contains("embedded") || profiles.contains("dev")
                ? Stream.of(
                        "QUARKUS_PROFILE asks for prod and for embedded services, and prod has none: name one of them.")
                : Stream.empty();
    }

    private static Stream<String> embedded(Settings settings) {
        return settings.namesBeginning(EMBEDDED).stream()
                .map(name -> name + " is set, and belongs to the embedded services: unset it.");
    }

    private static Stream<String> unverified(Settings settings) {
        return UNVERIFIED.entrySet().stream()
                .filter(entry -> settings.is(entry.getKey(), entry.getValue()))
                .map(entry -> entry.getKey() + " is " + entry.getValue()
                        + ", which lets anybody stand between: unset it, and configure the certificates to trust.")
                .sorted();
    }
}
