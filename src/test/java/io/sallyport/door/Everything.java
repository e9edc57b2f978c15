package io.sallyport.door;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every route the server has: those of its routers, found by asking them, and those of its REST resources, found in its classes. */
@Singleton
public class Everything {
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private @Nullable Router router;

    /** One way in. */
    public record Way(String method, String path) {}

    void see(@Observes Router main) {
        router = main;
    }

    /** Each at a path that it answers. */
    public List<Way> ways() {
        if (router == null) {
            throw new IllegalStateException("the server has no router");
        }
        return Stream.concat(raw("", router), rest()).distinct().toList();
    }

    private static Stream<Way> raw(String prefix, Router router) {
        return router.getRoutes().stream().flatMap(route -> ways(prefix, route));
    }

    // A route without a path answers everywhere: an unknown path stands for it.
    private static Stream<Way> ways(String prefix, Route route) {
        String path = prefix + (route.getPath() == null ? "/nothing/here" : example(route.getPath()));
        if (route.getSubRouter() != null) {
            return raw(path, route.getSubRouter());
        }
        Set<HttpMethod> methods = route.methods();
        Stream<String> names =
                methods == null ? METHODS.stream() : methods.stream().map(HttpMethod::name);
        return names.map(name -> new Way(name, path.replace("//", "/")));
    }

    private static Stream<Way> rest() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.sallyport").stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .flatMap(Everything::rest);
    }

    private static Stream<Way> rest(JavaClass resource) {
        List<Way> ways = new ArrayList<>();
        String root = resource.getAnnotationOfType(Path.class).value();
        for (JavaMethod method : resource.getMethods()) {
            String path =
                    method.tryGetAnnotationOfType(Path.class).map(Path::value).orElse("");
            METHODS.stream()
                    .filter(name -> method.isAnnotatedWith("jakarta.ws.rs." + name))
                    .forEach(name -> ways.add(new Way(name, example(root + path))));
        }
        return ways.stream();
    }

    private static String example(String pattern) {
        String path = pattern.replaceAll("\\{[^}]*}|:[A-Za-z]+", "x").replace("*", "x");
        return path.startsWith("/") ? path : "/" + path;
    }
}
