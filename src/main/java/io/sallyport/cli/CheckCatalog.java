package io.sallyport.cli;

import io.sallyport.catalog.CatalogCheck;
import io.sallyport.catalog.load.CatalogLoader;
import io.sallyport.config.readiness.Settings;
import io.sallyport.core.Permitted;
import io.sallyport.prompt.TemplateCheck;
import io.sallyport.provider.scripted.ScriptFiles;
import io.sallyport.tool.ArgumentCheck;
import io.sallyport.tool.cel.CelConditions;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
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

    private final OptionSpec prompts = OptionSpec.builder("--prompts")
            .type(String.class)
            .paramLabel("DIR")
            .description("The prompts' folder; $SALLYPORT_PROMPTS_DIR, or prompts, where it is not given.")
            .build();

    CommandSpec command() {
        return Commands.leaf("check", this, "Says whether the catalogue is fine (exit code 0) or bad (1), and why.")
                .addPositional(dir)
                .addOption(prompts);
    }

    @Override
    @Permitted(because = "the findings are what this verb is for")
    public Integer call() {
        return CatalogCheck.run(
                folder(dir, "SALLYPORT_CATALOG_DIR", "catalog"),
                folder(prompts, "SALLYPORT_PROMPTS_DIR", "prompts"),
                new CatalogLoader.Checks(
                        new ScriptFiles(), new TemplateCheck(), new ArgumentCheck(), new CelConditions()),
                System.out);
    }

    private static Path folder(ArgSpec argument, String variable, String usual) {
        @Nullable String given = argument.getValue();
        return Path.of(given == null ? Settings.current().get(variable).orElse(usual) : given);
    }
}
