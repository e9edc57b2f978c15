package io.sallyport.edge.error;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Knows with which methods a path of a raw route is served: the REST layer, which has the last word, knows its own paths only. */
@Singleton
class ServedMethods {
    private volatile @Nullable Router router;

    void see(@Observes Router main) {
        router = main;
    }

    /** For the header {@code Allow}; empty when no raw route has exactly this path. */
    String at(String path) {
        Router known = router;
        return known == null
                ? ""
                : known.getRoutes().stream()
                        .filter(route -> path.equals(route.getPath()))
                        .map(Route::methods)
                        .filter(Objects::nonNull)
                        .flatMap(Set::stream)
                        .map(HttpMethod::name)
                        .sorted()
                        .distinct()
                        .collect(Collectors.joining(", "));
    }
}
