package io.sallyport.cli;

import io.sallyport.catalog.CatalogCheck;
import io.sallyport.config.readiness.Settings;
import io.sallyport.core.Permitted;
import io.sallyport.provider.scripted.ScriptFiles;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code catalog check [DIR]}: whether a folder would be taken as the catalogue. */
final class CheckCatalog implements Callable<Integer> {
    private final PositionalParamSpec dir = PositionalParamSpec.builder()
            .index("0")
            .arity("0..1")
            .type(String.class)
            .paramLabel("DIR")
            .description("The folder; $SALLYPORT_CATALOG_DIR, or catalog, where it is not given.")
            .build();

    CommandSpec command() {
        return Commands.leaf("check", this, "Says whether the catalogue is fine (exit code 0) or bad (1), and why.")
                .addPositional(dir);
    }

    @Override
    @Permitted(because = "the findings are what this verb is for")
    public Integer call() {
        @Nullable String given = dir.getValue();
        String folder =
                given == null ? Settings.current().get("SALLYPORT_CATALOG_DIR").orElse("catalog") : given;
        return CatalogCheck.run(Path.of(folder), new ScriptFiles(), System.out);
    }
}
