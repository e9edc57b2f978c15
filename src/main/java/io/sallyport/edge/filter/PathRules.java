package io.sallyport.edge.filter;

import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import org.jspecify.annotations.Nullable;

/** What a path by itself demands of whoever asks for it, so that no resource can forget to demand it. */
final class PathRules {
    private static final String ADMIN = "admin";

    private PathRules() {}

    /** The permission that everything at {@code path} needs, or null where its endpoint decides. */
    static @Nullable String permissionFor(String path) {
        boolean isAdmin = OpenPaths.isUnder(path, "/v1/admin");
        boolean isFramework = OpenPaths.isUnder(path, "/q") && !path.equals(MetricsPage.PATH);
        return isAdmin || isFramework ? ADMIN : null;
    }

    /**
     * Refuses the spellings that REST resources match more loosely than we do: path parameters ({@code /v1;x/admin}), which they
     * strip, and empty segments, which they skip. Whoever is let through must have been judged by the path that is served.
     */
    static @Nullable Problem ambiguity(String path) {
        return path.indexOf(';') < 0 && !path.contains("//")
                ? null
                : Problem.of(
                        ProblemCode.INVALID_REQUEST,
                        "The path has parameters (;) or empty segments (//).",
                        "Write the path without them.");
    }
}
