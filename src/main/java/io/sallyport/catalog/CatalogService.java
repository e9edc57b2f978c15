package io.sallyport.catalog;

import io.quarkus.runtime.StartupEvent;
import io.sallyport.catalog.load.CatalogLoader;
import io.sallyport.catalog.load.LoadedCatalog;
import io.sallyport.catalog.watch.CatalogWatch;
import io.sallyport.config.CatalogVariables;
import io.sallyport.config.SallyportConfig;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** The running catalogue: loaded before anything is served, followed from then on. */
@Singleton
public class CatalogService implements CatalogSource {
    private static final Logger LOG = Logger.getLogger(CatalogService.class);
    private static final int BEFORE_THE_OTHERS = 100;
    private static final int POLL_MILLIS = 100;

    private final ScheduledExecutorService watcher = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("catalog-watch").daemon().factory());
    private final List<Consumer<Catalog>> listeners = new CopyOnWriteArrayList<>();
    private volatile Running running;

    private record Running(Catalog catalog, CatalogStatus status) {}

    @Inject
    public CatalogService(
            SallyportConfig config,
            ScriptCheck scripts,
            PromptCheck prompts,
            ToolSchemaCheck schemas,
            ConditionCheck conditions) {
        this(new CatalogLoader(
                config.catalog().dir().toAbsolutePath().normalize(),
                config.prompts().dir().toAbsolutePath().normalize(),
                new CatalogVariables(System::getenv, config.embedded()),
                new CatalogLoader.Checks(
                        scripts, prompts, schemas, conditions, new ConfiguredUserKey(config.identity())),
                InstantSource.system()));
    }

    /** @throws CatalogRefused where the catalogue is bad */
    CatalogService(CatalogLoader loader) {
        LoadedCatalog first = loader.load();
        Catalog catalog = first.catalog()
                .orElseThrow(() -> new CatalogRefused(loader.folder().toString(), first.errors()));
        this.running = new Running(catalog, status(catalog, first));
        warn(first);
        CatalogWatch watch = new CatalogWatch(loader, first, InstantSource.system(), new Follow());
        var _ = watcher.scheduleWithFixedDelay(() -> poll(watch), POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Being observed is what makes the bean, and so the first load, come before the first request. */
    void start(@Observes @Priority(BEFORE_THE_OTHERS) StartupEvent event) {
        LOG.infof(
                "catalogue %s: %d routes, %d agents",
                current().revision(),
                current().routes().size(),
                current().agents().size());
    }

    @PreDestroy
    void stop() {
        watcher.shutdownNow();
    }

    @Override
    public Catalog current() {
        return running.catalog();
    }

    /** How it is doing: what runs, what is wrong with the files, if anything. */
    public CatalogStatus status() {
        return running.status();
    }

    @Override
    public void onChange(Consumer<Catalog> listener) {
        synchronized (listeners) {
            listeners.add(listener);
            listener.accept(current());
        }
    }

    private static void poll(CatalogWatch watch) {
        try {
            watch.poll();
        } catch (RuntimeException e) {
            LOG.error("looking at the catalogue failed; the next look may not", e);
        }
    }

    private static CatalogStatus status(Catalog catalog, LoadedCatalog loaded) {
        return new CatalogStatus(catalog.revision(), catalog.loadedAt(), loaded.files(), List.of(), loaded.warnings());
    }

    private static void warn(LoadedCatalog loaded) {
        loaded.warnings().forEach(warning -> LOG.warnf("catalogue: %s", warning));
    }

    private final class Follow implements CatalogWatch.Outcome {
        @Override
        public void good(LoadedCatalog loaded) {
            Catalog catalog = loaded.catalog().orElseThrow();
            if (catalog.revision().equals(current().revision())) {
                if (status().stale()) {
                    LOG.infof(
                            "catalogue %s is what the files say again",
                            current().revision());
                }
                running = new Running(current(), status().withErrors(List.of()));
            } else {
                replace(catalog, loaded);
            }
        }

        private void replace(Catalog catalog, LoadedCatalog loaded) {
            synchronized (listeners) {
                running = new Running(catalog, status(catalog, loaded));
                listeners.forEach(listener -> listener.accept(catalog));
            }
            warn(loaded);
            LOG.infof(
                    "catalogue %s is live: %d routes, %d agents",
                    catalog.revision(),
                    catalog.routes().size(),
                    catalog.agents().size());
        }

        @Override
        public void bad(List<Finding> errors) {
            running = new Running(current(), status().withErrors(errors));
            LOG.errorf(
                    "the catalogue's files cannot be used; %s stays:", current().revision());
            errors.forEach(error -> LOG.errorf("catalogue: %s", error));
        }
    }
}
