package io.sallyport.catalog.watch;

import io.sallyport.catalog.Finding;
import io.sallyport.catalog.load.CatalogLoader;
import io.sallyport.catalog.load.LoadedCatalog;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** Looks at the catalogue once each time it is asked to, and tells what came of it. Not for two threads at once. */
public final class CatalogWatch {
    private final CatalogLoader loader;
    private final InstantSource clock;
    private final Outcome outcome;
    private final Looker looker;
    private final Settling settling;
    private Set<Path> references;
    private List<Finding> errors = List.of();

    /** Gets told. */
    public interface Outcome {
        /** The files are good, whether or not they differ from what is running. */
        void good(LoadedCatalog loaded);

        /** The files are bad, and at rest. */
        void bad(List<Finding> errors);
    }

    /** @param first what was loaded when the server started */
    public CatalogWatch(CatalogLoader loader, LoadedCatalog first, InstantSource clock, Outcome outcome) {
        this.loader = loader;
        this.clock = clock;
        this.outcome = outcome;
        this.looker = new Looker(loader.listing());
        this.references = first.references();
        loader.adopted(first);
        // The first look differs from this, so what changed between the first load and the first look is not lost.
        this.settling = new Settling("");
    }

    /** One look. */
    public void poll() {
        loader.secrets().refresh();
        Settling.Look look = looker.look(references, clock.instant());
        switch (settling.look(look, clock.instant())) {
            case TRY -> attempt(look);
            case COMPLAIN -> complain();
            case WAIT -> {}
        }
    }

    private void attempt(Settling.Look look) {
        LoadedCatalog loaded = loader.load();
        if (!looker.look(references, clock.instant()).equals(look)) {
            return; // written to meanwhile: nothing is known about what was read
        }
        references = loaded.references();
        if (loaded.catalog().isPresent()) {
            settling.done();
            loader.adopted(loaded);
            outcome.good(loaded);
        } else {
            errors = loaded.errors();
            settling.bad();
        }
    }

    private void complain() {
        settling.done();
        outcome.bad(errors);
    }
}
