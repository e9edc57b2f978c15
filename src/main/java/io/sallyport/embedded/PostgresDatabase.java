package io.sallyport.embedded;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The gateway's own database inside the embedded PostgreSQL. */
final class PostgresDatabase {
    static final String NAME = "sallyport";

    private static final int LOGIN_LIMIT_SECONDS = 10;

    private PostgresDatabase() {}

    static String jdbcUrl(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** Creates it where it is missing; in passing, proves that the password in the folder opens this server. */
    static void ensure(int port, String password) throws IOException {
        String url = jdbcUrl(port, "postgres") + "?loginTimeout=" + LOGIN_LIMIT_SECONDS;
        try (Connection connection = DriverManager.getConnection(url, PostgresServer.USER, password);
                Statement statement = connection.createStatement()) {
            if (!exists(statement)) {
                var _ = statement.execute("create database " + NAME);
            }
        } catch (SQLException e) {
            throw new IOException("the embedded PostgreSQL does not let us in: " + e.getMessage(), e);
        }
    }

    private static boolean exists(Statement statement) throws SQLException {
        try (ResultSet found = statement.executeQuery("select 1 from pg_database where datname = '" + NAME + "'")) {
            return found.next();
        }
    }
}
