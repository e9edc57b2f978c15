package io.sallyport.cli;

import io.sallyport.config.readiness.ConnectionBudget;
import io.sallyport.config.readiness.DatabaseWait;
import io.sallyport.config.readiness.JdbcUrl;
import io.sallyport.config.readiness.Readiness;
import io.sallyport.config.readiness.Settings;
import io.sallyport.core.Permitted;
import io.sallyport.core.StartRefused;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Looks at everything that {@code prod} stands on before Quarkus starts: afterwards a mistake shows as a stack trace, and only the first. */
final class ProdStart {
    private static final String JDBC_URL = "quarkus.datasource.jdbc.url";

    /** Seconds for one try; a database behind a firewall that swallows packets would use up the whole wait otherwise. */
    private static final String CONNECT_SECONDS = "5";

    private ProdStart() {}

    static void prepare() {
        Settings settings = Settings.current();
        List<String> findings = Readiness.findings(settings);
        if (!findings.isEmpty()) {
            throw new StartRefused(findings);
        }
        HttpAddress.configured("0.0.0.0").checkFree();
        JdbcUrl.of(settings).ifPresent(url -> {
            var _ = System.setProperty(JDBC_URL, url);
            checkRoom(awaitDatabase(url, settings), settings);
        });
    }

    private static void checkRoom(int connections, Settings settings) {
        ConnectionBudget.of(connections, settings).finding().ifPresent(finding -> {
            throw new StartRefused(finding);
        });
    }

    /** How many connections the database has for all replicas together. */
    private static int awaitDatabase(String url, Settings settings) {
        Properties login = new Properties();
        settings.get("QUARKUS_DATASOURCE_USERNAME").ifPresent(user -> login.setProperty("user", user));
        settings.get("QUARKUS_DATASOURCE_PASSWORD").ifPresent(password -> login.setProperty("password", password));
        login.setProperty("connectTimeout", CONNECT_SECONDS);
        login.setProperty("loginTimeout", CONNECT_SECONDS);
        AtomicInteger connections = new AtomicInteger();
        new DatabaseWait(
                        () -> connections.set(tryOnce(url, login)),
                        InstantSource.system(),
                        ProdStart::pause,
                        ProdStart::say)
                .until("PostgreSQL at "
                        + url.replaceFirst("^jdbc:postgresql://", "").replaceFirst("[/?].*", ""));
        return connections.get();
    }

    private static int tryOnce(String url, Properties login) throws SQLException {
        loadDriver();
        try (Connection connection = DriverManager.getConnection(url, login);
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(ConnectionBudget.QUESTION)) {
            return answer.next() ? answer.getInt(1) : 0;
        }
    }

    /** A native executable finds no drivers by their service files; being loaded, this one registers itself. */
    private static void loadDriver() {
        try {
            var _ = Class.forName("org.postgresql.Driver");
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("this package was built without PostgreSQL's driver", e);
        }
    }

    /** The main thread has nothing else to do. */
    private static void pause(Duration duration) {
        LockSupport.parkNanos(duration.toNanos());
    }

    @Permitted(because = "the log is not open yet")
    private static void say(String sentence) {
        System.err.println("sallyport: " + sentence);
    }
}
