package io.sallyport.config.readiness;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** PostgreSQL is configured, and nothing readable goes to it over a network. */
final class DatabaseRules {
    static final String URL = "QUARKUS_DATASOURCE_REACTIVE_URL";
    static final String JDBC_URL = "QUARKUS_DATASOURCE_JDBC_URL";
    static final String USERNAME = "QUARKUS_DATASOURCE_USERNAME";
    static final String PASSWORD = "QUARKUS_DATASOURCE_PASSWORD";
    static final String SSL_MODE = "QUARKUS_DATASOURCE_REACTIVE_POSTGRESQL_SSL_MODE";

    private static final String EXAMPLE = "postgresql://host:5432/sallyport";
    private static final Set<String> ENCRYPTED = Set.of("require", "verify-ca", "verify-full");

    private DatabaseRules() {}

    static Stream<String> findings(Settings settings) {
        return Stream.of(missing(settings), reactive(settings), jdbc(settings)).flatMap(found -> found);
    }

    private static Stream<String> missing(Settings settings) {
        Stream.Builder<String> found = Stream.builder();
        if (settings.get(URL).isEmpty()) {
            found.add(URL + " is not set: name the PostgreSQL database, like " + EXAMPLE + ".");
        }
        if (settings.get(USERNAME).isEmpty()) {
            found.add(USERNAME + " is not set: name the user that owns the database.");
        }
        return found.build();
    }

    private static Stream<String> reactive(Settings settings) {
        Optional<String> url = settings.get(URL);
        Optional<Address> address = url.flatMap(DatabaseRules::database);
        if (url.isPresent() && address.isEmpty()) {
            return Stream.of(URL + " is no address of one PostgreSQL database: write it like " + EXAMPLE + ".");
        }
        return address.stream()
                .flatMap(database -> Stream.of(
                                credentials(database, URL),
                                clear(database, settings.get(SSL_MODE).or(() -> database.parameter("sslmode")), URL),
                                Passwords.findings(settings.get(PASSWORD), database, PASSWORD, "set " + PASSWORD + "."))
                        .flatMap(found -> found));
    }

    private static Stream<String> jdbc(Settings settings) {
        Optional<String> url = settings.get(JDBC_URL);
        Optional<Address> address =
                url.flatMap(Address::parse).filter(a -> a.scheme().equals("jdbc:postgresql"));
        if (url.isPresent() && address.isEmpty()) {
            return Stream.of(JDBC_URL
                    + " is no address of a PostgreSQL database: leave it unset, and it is derived from " + URL + ".");
        }
        return address.stream()
                .flatMap(database -> Stream.concat(
                        credentials(database, JDBC_URL), clear(database, database.parameter("sslmode"), JDBC_URL)));
    }

    /** What {@code text} means, if it is the address of one database. */
    static Optional<Address> database(String text) {
        return Address.parse(text)
                .filter(address -> address.scheme().matches("(vertx-reactive:)?postgres(ql)?"))
                .filter(address -> !address.path().isEmpty());
    }

    private static Stream<String> credentials(Address database, String variable) {
        return database.credentials().isEmpty()
                ? Stream.empty()
                : Stream.of(variable + " holds a user or a password, and addresses end up in logs: use " + USERNAME
                        + " and " + PASSWORD + ".");
    }

    private static Stream<String> clear(Address database, Optional<String> sslMode, String variable) {
        return database.loopback() || sslMode.filter(ENCRYPTED::contains).isPresent()
                ? Stream.empty()
                : Stream.of(variable + " leads to " + database.host()
                        + " without TLS: append ?sslmode=verify-full (or verify-ca, or require).");
    }
}
