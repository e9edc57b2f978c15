package io.sallyport.edge.error;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps connections that the other side has reset out of the log. Vert.x writes each of them as an error of its own; clients leave all the
 * time, and what a broken connection meant for a call is in its record and in the metrics. Everything else it says is still heard, and at
 * level {@code DEBUG} this is too.
 */
@Singleton
final class QuietPeers {
    /** As the system words it, with and without the native transport in front of it. */
    private static final Pattern GONE = Pattern.compile("(?i).*(connection reset|broken pipe).*");

    /** Held here: a logger that nobody holds may be collected, and its filter with it. */
    private final Logger connections = Logger.getLogger("io.vertx.core.net.impl.ConnectionBase");

    void start(@Observes StartupEvent event) {
        connections.setFilter(this::isHeard);
    }

    private boolean isHeard(LogRecord said) {
        return connections.isLoggable(Level.FINE) || !isOfAPeerThatLeft(said.getMessage());
    }

    static boolean isOfAPeerThatLeft(@Nullable String message) {
        return message != null && GONE.matcher(message).matches();
    }
}
