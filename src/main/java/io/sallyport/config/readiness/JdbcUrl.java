package io.sallyport.config.readiness;

import java.util.Optional;

/** The database's address for the one part that cannot use the reactive one: migrations. */
public final class JdbcUrl {
    private JdbcUrl() {}

    /** What is set, else what follows from the reactive address: the same server, database and TLS mode. */
    public static Optional<String> of(Settings settings) {
        return settings.get(DatabaseRules.JDBC_URL)
                .or(() -> settings.get(DatabaseRules.URL)
                        .flatMap(DatabaseRules::database)
                        .map(database -> derived(database, settings)));
    }

    private static String derived(Address database, Settings settings) {
        String tls = settings.get(DatabaseRules.SSL_MODE)
                .or(() -> database.parameter("sslmode"))
                .map(mode -> "?sslmode=" + mode)
                .orElse("");
        return "jdbc:postgresql://" + database.authority() + "/" + database.path() + tls;
    }
}
