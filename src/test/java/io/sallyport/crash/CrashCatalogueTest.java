package io.sallyport.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.CatalogCheck;
import io.sallyport.catalog.load.CatalogLoader;
import io.sallyport.prompt.TemplateCheck;
import io.sallyport.provider.scripted.ScriptFiles;
import io.sallyport.tool.ArgumentCheck;
import io.sallyport.tool.cel.CelConditions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashCatalogueTest {
    @TempDir
    Path folder;

    @Test
    void the_gateways_of_a_crash_test_take_their_catalogue() throws IOException {
        write("catalog", CrashCatalogue.catalogue("http://127.0.0.1:1", "http://127.0.0.1:2/mcp", "10ms"));
        write("prompts", CrashCatalogue.prompts());
        ByteArrayOutputStream said = new ByteArrayOutputStream();

        CatalogCheck.run(
                folder.resolve("catalog"),
                folder.resolve("prompts"),
                new CatalogLoader.Checks(
                        new ScriptFiles(), new TemplateCheck(), new ArgumentCheck(), new CelConditions()),
                new PrintStream(said, true, StandardCharsets.UTF_8));

        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("fine", "agents: " + (EffectClass.values().length + 1))
                .doesNotContain("error", "warning");
    }

    private void write(String under, Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path target = folder.resolve(under).resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.writeString(target, file.getValue());
        }
    }
}
