package io.sallyport.embedded.library;

import io.sallyport.config.EmbeddedFacts;
import io.sallyport.config.SallyportConfig;
import io.sallyport.core.StartRefused;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The library's routes, all below {@link #PATH}. */
@Singleton
public class ExampleLibrary {
    /** Where it lives on the gateway's own address. */
    public static final String PATH = "/embedded/library";

    private final SallyportConfig config;

    ExampleLibrary(SallyportConfig config) {
        this.config = config;
    }

    /**
     * Without embedded services there is no library and there are no routes.
     *
     * @throws StartRefused where the configured folder is none
     */
    void install(@Observes Router router) {
        config.embedded().library().map(this::routes).ifPresent(routes -> {
            var _ = router.get(PATH + "/documents").handler(routes::list);
            var _ = router.get(PATH + "/documents/:name").handler(routes::read);
        });
    }

    private LibraryRoutes routes(EmbeddedFacts.Library facts) {
        Shelf shelf = config.libraryDir().map(ExampleLibrary::folder).orElseGet(ShippedShelf::new);
        return new LibraryRoutes(shelf, facts.key());
    }

    private static Shelf folder(Path configured) {
        try {
            Path folder = configured.toRealPath();
            if (Files.isDirectory(folder) && Files.isReadable(folder)) {
                return new FolderShelf(folder);
            }
        } catch (IOException e) {
            throw refused(configured, e);
        }
        throw refused(configured, new IOException("no folder, or not readable"));
    }

    private static StartRefused refused(Path configured, IOException why) {
        return new StartRefused(
                "SALLYPORT_LIBRARY_DIR names " + configured.toAbsolutePath()
                        + ", which is no folder that can be read: name one, or leave it unset for the documents of the example.",
                why);
    }
}
