package io.sallyport.config.readiness;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Judges passwords for hosts other than this machine, where none is needed. */
final class Passwords {
    private static final Set<String> KNOWN_TO_EVERYBODY = Set.of(
            "admin",
            "changeit",
            "changeme",
            "default",
            "example",
            "password",
            "postgres",
            "quarkus",
            "redis",
            "root",
            "sallyport",
            "secret",
            "test");

    private Passwords() {}

    /**
     * What is wrong with {@code password}, for a person to read.
     *
     * @param variable where it is set
     * @param fix      how to set it
     */
    static Stream<String> findings(Optional<String> password, Address server, String variable, String fix) {
        if (server.loopback()) {
            return Stream.empty();
        }
        if (password.isEmpty()) {
            return Stream.of("There is no password towards " + server.host() + ": " + fix);
        }
        return password
                .filter(Passwords::known)
                .map(_ -> variable + " holds a password that everybody tries first: give " + server.host()
                        + " another one.")
                .stream();
    }

    private static boolean known(String password) {
        return KNOWN_TO_EVERYBODY.contains(password.toLowerCase(Locale.ROOT).replace("-", ""));
    }
}
