package io.sallyport.config.readiness;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Settings that have no place in {@code prod}: what belongs to the embedded services, and what switches verification off. */
final class ForbiddenRules {
    private static final String EMBEDDED = "SALLYPORT_EMBEDDED_";
    private static final String CRASH_POINTS = "SALLYPORT_RUNS_CRASH_POINTS";

    /** Variable to the value that is refused. */
    private static final Map<String, String> UNVERIFIED = Map.of(
            "QUARKUS_TLS_TRUST_ALL", "true",
            "QUARKUS_DATASOURCE_REACTIVE_TRUST_ALL", "true",
            "QUARKUS_REDIS_TLS_TRUST_ALL", "true",
            "QUARKUS_OIDC_TLS_VERIFICATION", "none");

    private ForbiddenRules() {}

    static Stream<String> findings(Settings settings) {
        return Stream.of(profile(settings), embedded(settings), unverified(settings), crashPoints(settings))
                .flatMap(found -> found);
    }

    private static Stream<String> profile(Settings settings) {
        List<String> profiles = profiles(settings);
        return profiles.contains("embedded") || profiles.contains("dev")
                ? Stream.of(
                        "QUARKUS_PROFILE asks for prod and for embedded services, and prod has none: name one of them.")
                : Stream.empty();
    }

    private static List<String> profiles(Settings settings) {
        return List.of(settings.get("QUARKUS_PROFILE").orElse("").split("\\s*,\\s*"));
    }

    /** Whoever listens there can hold every run. */
    private static Stream<String> crashPoints(Settings settings) {
        Optional<String> listener = settings.get(CRASH_POINTS);
        if (listener.isEmpty()) {
            return Stream.empty();
        }
        if (!profiles(settings).contains("crash")) {
            return Stream.of(CRASH_POINTS + " is set, and belongs to tests of crashes: unset it.");
        }
        boolean here = Address.parse("tcp://" + listener.get())
                .filter(Address::loopback)
                .isPresent();
        return here
                ? Stream.empty()
                : Stream.of(CRASH_POINTS + " leads away from this machine: name a loopback address.");
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
