package io.sallyport.checkpoint.pg;

import io.sallyport.checkpoint.StoreUnavailable;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What a failure of the database means (PostgreSQL, appendix A: error codes). */
final class Failures {
    /** Two statements got into each other's way, and the other one won: serialisation, deadlock, lock, a blob that was being erased. */
    private static final Set<String> AGAIN = Set.of("40001", "40P01", "55P03", "23503");

    /** Connection, resources, operator, system; beside the read-only transactions of a replica that was not promoted. */
    private static final Set<String> PASSING = Set.of("08", "53", "57", "58");

    private static final String READ_ONLY = "25006";
    private static final String FULL = "53100";

    /** What a person has to do something about before it gets better. */
    private static final Map<String, String> SENTENCES = Map.of(
            FULL,
            "The database's disk is full.",
            READ_ONLY,
            "The database is read-only.",
            "53300",
            "The database takes no more connections.",
            "57014",
            "The database took longer than a statement may.");

    private static final String IN_USE = "Every connection to the database is in use.";
    /** As Vert.x says it. */
    private static final String POOL_TIMEOUT = "Timeout waiting for connection";

    private Failures() {}

    /** Whether the same statement may do better; what it did is not known. Anything else is a mistake of ours. */
    static boolean passing(Throwable failure) {
        return switch (failure) {
            case PgException refused -> passing(refused.getSqlState());
            case VertxException lost -> true;
            case TimeoutException late -> true;
            case RuntimeException mistake -> false;
            // Input and output; and the pool's own failures, which have no better class.
            default -> failure instanceof Exception || failure instanceof NoStackTraceThrowable;
        };
    }

    private static boolean passing(String state) {
        return AGAIN.contains(state)
                || READ_ONLY.equals(state)
                || PASSING.stream().anyMatch(state::startsWith);
    }

    /** Whether waiting a moment is of no use. */
    static boolean lasting(Throwable failure) {
        return failure instanceof PgException refused
                && (READ_ONLY.equals(refused.getSqlState()) || FULL.equals(refused.getSqlState()));
    }

    /** Whether a row was refused because {@code column} would have been null: how a statement here says no to all of itself. */
    static boolean refusedBy(Throwable failure, String column) {
        return failure instanceof PgException refused
                && "23502".equals(refused.getSqlState())
                && column.equals(refused.getColumn());
    }

    /** The constraint that was violated because something is there already; empty where it was none. */
    static String duplicate(Throwable failure) {
        return failure instanceof PgException refused && "23505".equals(refused.getSqlState())
                ? Objects.requireNonNullElse(refused.getConstraint(), "")
                : "";
    }

    static StoreUnavailable unavailable(Throwable cause) {
        return cause instanceof StoreUnavailable known ? known : new StoreUnavailable(sentence(cause), cause);
    }

    private static String sentence(Throwable cause) {
        return switch (cause) {
            case PgException refused ->
                SENTENCES.getOrDefault(
                        refused.getSqlState(), "The database cannot do it now: " + refused.getErrorMessage());
            case TimeoutException late -> "The database did not answer in time.";
            case ConnectionPoolTooBusyException busy -> IN_USE;
            case VertxException lost when POOL_TIMEOUT.equals(lost.getMessage()) -> IN_USE;
            default -> "The database cannot be reached.";
        };
    }
}
