package io.sallyport.embedded;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** The book of the example shop: in a schema of its own, because it is not the gateway's and no migration of the gateway knows it. */
final class ShopTable {
    private static final String DEFINITION = """
            create schema if not exists example_shop;
            create table if not exists example_shop.orders (
                key      text        primary key,
                id       text        not null unique,
                sku      text        not null,
                quantity integer     not null,
                at       timestamptz not null default now(),
                asked    bigint      not null default 1
            )
            """;
    private static final int LOGIN_LIMIT_SECONDS = 10;

    private ShopTable() {}

    static void ensure(int port, String password) throws IOException {
        execute("the example shop", DEFINITION, port, password);
    }

    /** Makes the tables of an example, as far as they are not there. */
    static void execute(String whose, String definition, int port, String password) throws IOException {
        String url = PostgresDatabase.jdbcUrl(port, PostgresDatabase.NAME) + "?loginTimeout=" + LOGIN_LIMIT_SECONDS;
        try (Connection connection = DriverManager.getConnection(url, PostgresServer.USER, password);
                Statement statement = connection.createStatement()) {
            var _ = statement.execute(definition);
        } catch (SQLException e) {
            throw new IOException("the tables of " + whose + " cannot be made: " + e.getMessage(), e);
        }
    }
}
