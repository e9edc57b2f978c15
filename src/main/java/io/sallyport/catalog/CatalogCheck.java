package io.sallyport.catalog;

import io.sallyport.catalog.load.CatalogLoader;
import io.sallyport.catalog.load.LoadedCatalog;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;

/** Says whether a folder is a good catalogue, without starting anything. */
public final class CatalogCheck {
    private static final int FINE = 0;
    private static final int BAD = 1;

    private CatalogCheck() {}

    /** Prints every finding and a verdict to {@code out}; the exit code: 0 the catalogue is fine, 1 it is bad or not there. */
    public static int run(Path dir, Path prompts, CatalogLoader.Checks checks, PrintStream out) {
        Path folder = dir.toAbsolutePath().normalize();
        LoadedCatalog loaded = new CatalogLoader(
                        folder, prompts.toAbsolutePath().normalize(), System::getenv, checks, InstantSource.system())
                .load();
        loaded.errors().forEach(error -> out.println("error: " + error));
        loaded.warnings().forEach(warning -> out.println("warning: " + warning));
        out.println(dir + ": " + verdict(loaded));
        return loaded.catalog().isPresent() ? FINE : BAD;
    }

    private static String verdict(LoadedCatalog loaded) {
        return loaded.catalog()
                .map(CatalogCheck::fine)
                .orElseGet(() -> "bad. Errors: " + loaded.errors().size() + ".");
    }

    private static String fine(Catalog catalog) {
        return "fine. Providers: " + catalog.providers().size() + ", routes: "
                + catalog.routes().size() + ", principals: "
                + catalog.principals().size() + ", tools: "
                + catalog.tools().size() + ", agents: "
                + catalog.agents().size() + ", revision "
                + catalog.revision() + ".";
    }
}
