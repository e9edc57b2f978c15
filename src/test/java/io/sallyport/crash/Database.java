package io.sallyport.crash;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** PostgreSQL as the harness asks it, past every proxy; a connection that a fault has ended is made anew. */
final class Database {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Way way;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Connection connection;

    Database(Way way) {
        this.way = way;
    }

    /** A way into it. */
    @FunctionalInterface
    interface Way {
        Connection connect() throws SQLException;
    }

    /** Reads a row. */
    @FunctionalInterface
    interface Read<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** Every row that {@code sql} has; a collection stands for an array of text. */
    <T> List<T> query(String sql, Read<T> read, Object... arguments) {
        lock.lock();
        try {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (true) {
                try {
                    return once(sql, read, arguments);
                } catch (SQLException e) {
                    connection = null;
                    if (System.nanoTime() > deadline) {
                        throw new IllegalStateException(sql, e);
                    }
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private <T> List<T> once(String sql, Read<T> read, Object... arguments) throws SQLException {
        if (connection == null) {
            connection = way.connect();
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, argument(connection, arguments[i]));
            }
            List<T> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(read.of(result));
                }
            }
            return rows;
        }
    }

    private static Object argument(Connection connection, Object value) throws SQLException {
        if (value instanceof Collection<?> texts) {
            Array array = connection.createArrayOf("text", texts.toArray());
            return array;
        }
        return value;
    }
}
