package io.sallyport.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.load.CatalogLoader;
import io.sallyport.prompt.TemplateCheck;
import io.sallyport.provider.scripted.ScriptFiles;
import io.sallyport.tool.ArgumentCheck;
import io.sallyport.tool.cel.CelConditions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ShippedCatalogTest {
    @Test
    void isFineAndBeginsWithARouteThatNeedsNothingElse() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();

        int exit = CatalogCheck.run(
                Path.of("catalog"),
                Path.of("prompts"),
                new CatalogLoader.Checks(
                        new ScriptFiles(), new TemplateCheck(), new ArgumentCheck(), new CelConditions()),
                new PrintStream(said, true, StandardCharsets.UTF_8));

        assertThat(said.toString(StandardCharsets.UTF_8)).contains("fine").doesNotContain("error", "warning");
        assertThat(exit).isZero();
    }
}
