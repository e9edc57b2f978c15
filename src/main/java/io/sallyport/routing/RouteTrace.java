package io.sallyport.routing;

import org.jspecify.annotations.Nullable;

/**
 * The short form of the why-chosen record.
 *
 * @param candidate who answers, {@code provider/model}, or null when nobody does
 * @param attempts  begun so far
 */
public record RouteTrace(String route, @Nullable String candidate, int attempts) {
    /** The value of {@code X-Sallyport-Route}. */
    public String header() {
        return route + (candidate == null ? "" : "; candidate=" + candidate) + "; attempts=" + attempts;
    }
}
