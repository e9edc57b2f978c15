package io.sallyport.provider.scripted;

import io.quarkus.runtime.StartupEvent;
import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.CatalogSource;
import io.sallyport.catalog.ProviderDialect;
import io.sallyport.catalog.ProviderSpec;
import io.sallyport.core.BuiltIn;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The scripts of all scripted providers; read when the catalogue changes, never during a call. */
@Singleton
public class Scripts {
    private static final Logger LOG = Logger.getLogger(Scripts.class);
    private static final String DEFAULT = "scripted/default.yaml";

    private volatile Map<String, Use> byProvider = Map.of();
    private final Use builtIn = use(DEFAULT, BuiltIn.text(DEFAULT));

    /** What a provider follows, and why it follows nothing where it can not: one of the two is there. */
    record Use(@Nullable LoadedScript script, String trouble) {}

    void start(@Observes StartupEvent event, Instance<CatalogSource> catalogue) {
        catalogue.stream().forEach(source -> source.onChange(this::load));
    }

    /** Reads what the snapshot names. A script that was replaced by a bad one since it was checked leaves the last good one in use. */
    synchronized void load(Catalog catalog) {
        Map<String, Use> loaded = new HashMap<>();
        for (ProviderSpec provider : catalog.providers().values()) {
            if (provider.dialect() == ProviderDialect.SCRIPTED) {
                loaded.put(
                        provider.name(),
                        provider.script()
                                .map(file -> read(provider.name(), file))
                                .orElse(builtIn));
            }
        }
        byProvider = Map.copyOf(loaded);
    }

    Use of(ProviderSpec provider) {
        Use use = byProvider.get(provider.name());
        if (use != null) {
            return use;
        }
        return provider.script().isEmpty() ? builtIn : new Use(null, "The script has not been read yet.");
    }

    private Use read(String provider, Path file) {
        Use before = byProvider.get(provider);
        try {
            String text = ScriptFiles.text(file, file.toString());
            boolean same =
                    before != null && before.script() != null && before.script().isFrom(text);
            return same
                    ? Objects.requireNonNull(before)
                    : new Use(new LoadedScript(text, ScriptReader.read(file.toString(), text)), "");
        } catch (ScriptInvalid e) {
            return instead(before, Objects.requireNonNull(e.getMessage()));
        }
    }

    private static Use instead(@Nullable Use before, String trouble) {
        boolean keep = before != null && before.script() != null;
        LOG.warnf("%s%s", trouble, keep ? " The last good version stays in use." : "");
        return keep ? Objects.requireNonNull(before) : new Use(null, trouble);
    }

    private static Use use(String name, String text) {
        try {
            return new Use(new LoadedScript(text, ScriptReader.read(name, text)), "");
        } catch (ScriptInvalid e) {
            throw new IllegalStateException(e);
        }
    }
}
