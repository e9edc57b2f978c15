package io.sallyport.catalog.load;

import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.CatalogStatus.FileState;
import io.sallyport.catalog.Findings;
import io.sallyport.catalog.Place;
import io.sallyport.catalog.PrincipalSpec;
import io.sallyport.catalog.ProviderSpec;
import io.sallyport.catalog.RouteSpec;
import io.sallyport.catalog.ScriptCheck;
import io.sallyport.catalog.yaml.References;
import io.sallyport.catalog.yaml.YamlNode;
import io.sallyport.catalog.yaml.YamlReader;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Loads the catalogue of one folder, as often as it is asked. */
public final class CatalogLoader {
    private final Path folder;
    private final Function<String, @Nullable String> environment;
    private final ScriptCheck scripts;
    private final InstantSource clock;
    private final SecretStore secrets = new SecretStore();
    private final Map<FileKind, SchemaCheck> schemas = new EnumMap<>(FileKind.class);

    /** @param environment gives a variable's value, or null where it is not set */
    public CatalogLoader(
            Path folder, Function<String, @Nullable String> environment, ScriptCheck scripts, InstantSource clock) {
        this.folder = folder;
        this.environment = environment;
        this.scripts = scripts;
        this.clock = clock;
        for (FileKind kind : FileKind.values()) {
            schemas.put(kind, new SchemaCheck(kind));
        }
    }

    public Path folder() {
        return folder;
    }

    /** The secrets of the snapshots it has loaded. */
    public SecretStore secrets() {
        return secrets;
    }

    /** Reads, validates and binds. Not for two threads at once. */
    public LoadedCatalog load() {
        Findings findings = new Findings();
        LoadContext context =
                new LoadContext(folder, findings, secrets, new LinkedHashSet<>(), new LinkedHashSet<>(), scripts);
        secrets.begin();
        Map<FileKind, byte[]> contents = new CatalogFiles(folder, findings).read();
        Bound bound = bind(trees(contents, findings), context);
        List<FileState> files = Digests.of(folder, contents, context.named());
        Optional<Catalog> catalog = Optional.of(bound)
                .filter(whole -> findings.errors().isEmpty())
                .map(whole -> whole.catalog(Digests.revision(files), clock));
        return new LoadedCatalog(catalog, files, context.references(), findings.errors(), findings.warnings());
    }

    private Map<FileKind, Fields> trees(Map<FileKind, byte[]> contents, Findings findings) {
        YamlReader reader = new YamlReader(new References(environment, folder));
        Map<FileKind, Fields> trees = new EnumMap<>(FileKind.class);
        contents.forEach((kind, content) -> {
            String text = CatalogFiles.decode(content, Place.wholeFile(kind.file()), findings);
            Optional<YamlNode> tree = reader.read(kind.file(), text, findings);
            tree.ifPresent(root -> schema(kind).check(root, findings));
            tree.ifPresent(root -> trees.put(kind, Fields.of(root, findings)));
        });
        return trees;
    }

    private SchemaCheck schema(FileKind kind) {
        return Objects.requireNonNull(schemas.get(kind));
    }

    private static Bound bind(Map<FileKind, Fields> trees, LoadContext context) {
        Fields models = top(trees, FileKind.MODELS, context);
        Map<String, ProviderSpec> providers = new ProviderBinder(context).bind(models);
        Map<String, RouteSpec> routes = new RouteBinder(providers, context.findings()).bind(models);
        Fields principals = top(trees, FileKind.PRINCIPALS, context);
        return new Bound(providers, routes, new PrincipalBinder(routes.keySet(), context.findings()).bind(principals));
    }

    private static Fields top(Map<FileKind, Fields> trees, FileKind kind, LoadContext context) {
        return trees.getOrDefault(kind, new Fields(Map.of(), Place.wholeFile(kind.file()), context.findings()));
    }

    /** Everything but the revision. */
    private record Bound(
            Map<String, ProviderSpec> providers, Map<String, RouteSpec> routes, List<PrincipalSpec> principals) {
        Catalog catalog(String revision, InstantSource clock) {
            return new Catalog(revision, clock.instant(), providers, routes, principals, Map.of(), Map.of());
        }
    }
}
