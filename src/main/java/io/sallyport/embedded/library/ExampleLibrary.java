package io.sallyport.embedded.library;

import io.sallyport.config.EmbeddedFacts;
import io.sallyport.config.SallyportConfig;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

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
     * @throws io.sallyport.core.StartRefused where the configured folder is none
     */
    void install(@Observes Router router) {
        config.embedded().library().map(this::routes).ifPresent(routes -> {
            var _ = router.get(PATH + "/documents").handler(routes::list);
            var _ = router.get(PATH + "/documents/:name").handler(routes::read);
        });
    }

    private LibraryRoutes routes(EmbeddedFacts.Library facts) {
        Shelf shelf = config.libraryDir().<Shelf>map(FolderShelf::of).orElseGet(ShippedShelf::new);
        return new LibraryRoutes(shelf, facts.key());
    }
}
