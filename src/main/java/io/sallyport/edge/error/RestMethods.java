package io.sallyport.edge.error;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.core.Deployment;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler.InitialMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jspecify.annotations.Nullable;

/**
 * Knows with which methods a path of a REST resource is served. The framework refuses the others without the header {@code Allow} that
 * RFC 9110 section 15.5.6 demands, so its own tables are asked for it.
 */
final class RestMethods {
    private RestMethods() {}

    /** For the header {@code Allow}; empty where no resource has this path. */
    static Optional<String> at(String path) {
        @Nullable Deployment deployment = ResteasyReactiveRecorder.getCurrentDeployment();
        if (deployment == null) {
            return Optional.empty();
        }
        RequestMapper.@Nullable RequestMatch<InitialMatch> resource =
                new RequestMapper<>(deployment.getClassMappers()).map(path);
        return resource == null
                ? Optional.empty()
                : Optional.of(methods(resource)).filter(methods -> !methods.isEmpty());
    }

    private static String methods(RequestMapper.RequestMatch<InitialMatch> resource) {
        String rest = resource.remaining.isEmpty() ? "/" : resource.remaining;
        return Arrays.stream(resource.value.handlers)
                .filter(ClassRoutingHandler.class::isInstance)
                .flatMap(handler -> ((ClassRoutingHandler) handler).getMappers().entrySet().stream())
                .filter(served -> served.getValue().map(rest) != null)
                .map(Map.Entry::getKey)
                .filter(Objects::nonNull)
                // What has GET has HEAD.
                .flatMap(method -> method.equals("GET") ? Stream.of(method, "HEAD") : Stream.of(method))
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
