package io.sallyport.catalog;

import io.sallyport.catalog.load.CatalogLoader;
import io.sallyport.catalog.load.LoadedCatalog;
import io.sallyport.prompt.TemplateCheck;
import io.sallyport.tool.ArgumentCheck;
import io.sallyport.tool.cel.CelConditions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** A catalogue's folder that a test writes. It begins good. */
public final class TestingFolder {
    public static final String MODELS = """
            providers:
              local:
                dialect: openai
                baseUrl: http://127.0.0.1:11500/v1
                models:
                  small: {}
                  big: { upstreamName: some/other }
            routes:
              chat-default:
                candidates: [ { model: local/small } ]
            """;
    public static final String PRINCIPALS = """
            principals:
              - { client: web-chat, may: [ "route:chat-*" ] }
            """;

    /** The prompts' folder, which the catalogue does not take for its own. */
    public static final String PROMPTS = "the-prompts";

    /** Scripts are not looked at, prompts are. */
    public static final CatalogLoader.Checks CHECKS = new CatalogLoader.Checks(
            (file, name, findings) -> {}, new TemplateCheck(), new ArgumentCheck(), new CelConditions());

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();

    public TestingFolder(Path folder) {
        this(folder, Map.of("models.yaml", MODELS, "principals.yaml", PRINCIPALS));
    }

    /** The folder as it is; a good one where it is empty. */
    public static TestingFolder at(Path folder) {
        return Files.exists(folder.resolve("models.yaml"))
                ? new TestingFolder(folder, Map.of())
                : new TestingFolder(folder);
    }

    private TestingFolder(Path folder, Map<String, String> contents) {
        this.folder = folder;
        contents.forEach(this::write);
    }

    public TestingFolder models(String content) {
        return write("models.yaml", content);
    }

    public TestingFolder principals(String content) {
        return write("principals.yaml", content);
    }

    public TestingFolder write(String name, String content) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** A file of the prompts' folder. */
    public TestingFolder prompt(String name, String content) {
        return write(PROMPTS + "/" + name, content);
    }

    public TestingFolder set(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    public Path path() {
        return folder;
    }

    public CatalogLoader loader() {
        return new CatalogLoader(folder, folder.resolve(PROMPTS), environment::get, CHECKS, InstantSource.system());
    }

    public LoadedCatalog load() {
        return loader().load();
    }

    /** The snapshot; fails with the errors where there is none. */
    public Catalog catalog() {
        LoadedCatalog loaded = load();
        return loaded.catalog().orElseThrow(() -> new AssertionError(loaded.errors()));
    }
}
