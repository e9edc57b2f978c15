package io.sallyport.config.readiness;

import io.sallyport.core.StartRefused;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Waits, within a limit, for a database that is still starting: a deployment starts everything at once. What waiting does not mend,
 * like a wrong password, ends it at once.
 *
 * @param connection tries to connect, once
 * @param clock      what the limit is measured by
 * @param pause      lets time pass between two tries
 * @param notice     tells the person who started this that it is waiting
 */
public record DatabaseWait(
        Connecting connection, InstantSource clock, Consumer<Duration> pause, Consumer<String> notice) {
    static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    /** Starting up or shutting down, too many connections; beside the whole class 08, connection failures. */
    private static final Set<String> PASSING = Set.of("57P01", "57P03", "53300");

    /** One try to connect. */
    @FunctionalInterface
    public interface Connecting {
        /** Returns when the database has let us in. */
        void tryOnce() throws SQLException;
    }

    /**
     * Returns when the database {@code name} lets us in.
     *
     * @throws StartRefused when it does not within the limit, or never will
     */
    public void until(String name) {
        Instant deadline = clock.instant().plus(LIMIT);
        for (Optional<SQLException> failure = attempt(); failure.isPresent(); failure = attempt()) {
            SQLException cause = failure.get();
            if (!passing(cause)) {
                throw refused(name + " does not let us in", cause);
            }
            if (!clock.instant().isBefore(deadline)) {
                throw refused(name + " did not answer within " + LIMIT.toSeconds() + " s", cause);
            }
            notice.accept("waiting for " + name + " (" + oneLine(cause) + ")");
            pause.accept(BETWEEN);
        }
    }

    private Optional<SQLException> attempt() {
        try {
            connection.tryOnce();
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(e);
        }
    }

    private static boolean passing(SQLException failure) {
        String state = Optional.ofNullable(failure.getSQLState()).orElse("08");
        return state.startsWith("08") || PASSING.contains(state);
    }

    private static StartRefused refused(String what, SQLException cause) {
        return new StartRefused(
                what + " (" + oneLine(cause) + "): check " + DatabaseRules.URL + ", " + DatabaseRules.USERNAME + " and "
                        + DatabaseRules.PASSWORD + ".",
                cause);
    }

    private static String oneLine(SQLException failure) {
        return String.valueOf(failure.getMessage()).replaceAll("\\s+", " ").replaceAll("\\.$", "");
    }
}
