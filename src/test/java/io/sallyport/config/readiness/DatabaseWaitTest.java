package io.sallyport.config.readiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.core.StartRefused;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatabaseWaitTest {
    private static final String NAME = "PostgreSQL at db:5432";

    private final Deque<SQLException> failures = new ArrayDeque<>();
    private final List<String> notices = new ArrayList<>();
    private Instant now = Instant.EPOCH;

    @Test
    void a_database_that_is_there_is_not_waited_for() {
        databaseWait().until(NAME);

        assertThat(now).isEqualTo(Instant.EPOCH);
        assertThat(notices).isEmpty();
    }

    @Test
    void a_database_that_is_still_starting_is_waited_for_and_said_so() {
        failures.add(new SQLException("Connection to db:5432 refused.", "08001"));
        failures.add(new SQLException("the database system is\nstarting up", "57P03"));

        databaseWait().until(NAME);

        assertThat(notices)
                .containsExactly(
                        "waiting for PostgreSQL at db:5432 (Connection to db:5432 refused)",
                        "waiting for PostgreSQL at db:5432 (the database system is starting up)");
    }

    @Test
    void a_wrong_password_is_not_waited_for() {
        failures.add(new SQLException("password authentication failed for user \"x\"", "28P01"));

        assertThatThrownBy(() -> databaseWait().until(NAME))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("does not let us in (password authentication failed")
                .hasMessageContaining("check QUARKUS_DATASOURCE_REACTIVE_URL");
        assertThat(now).isEqualTo(Instant.EPOCH);
    }

    @Test
    void the_wait_ends_at_its_limit() {
        assertThatThrownBy(() -> waiting(() -> {
                            throw new SQLException("refused", "08001");
                        })
                        .until(NAME))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("PostgreSQL at db:5432 did not answer within 60 s (refused)");
        assertThat(now).isEqualTo(Instant.EPOCH.plus(DatabaseWait.LIMIT));
    }

    private DatabaseWait databaseWait() {
        return waiting(() -> {
            if (!failures.isEmpty()) {
                throw failures.remove();
            }
        });
    }

    private DatabaseWait waiting(DatabaseWait.Connecting connection) {
        return new DatabaseWait(connection, () -> now, this::pass, notices::add);
    }

    private void pass(Duration duration) {
        now = now.plus(duration);
    }
}
