package io.sallyport.catalog.load;

import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.CatalogStatus.FileState;
import io.sallyport.catalog.ConditionCheck;
import io.sallyport.catalog.Findings;
import io.sallyport.catalog.LimitRules;
import io.sallyport.catalog.McpServerSpec;
import io.sallyport.catalog.PrincipalSpec;
import io.sallyport.catalog.PromptCheck;
import io.sallyport.catalog.PromptSpec;
import io.sallyport.catalog.ProviderSpec;
import io.sallyport.catalog.RouteSpec;
import io.sallyport.catalog.ScriptCheck;
import io.sallyport.catalog.ToolSchemaCheck;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.UserKeyCheck;
import io.sallyport.catalog.yaml.References;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Loads the catalogue of one folder, as often as it is asked. */
public final class CatalogLoader {
    private final Path folder;
    private final Path prompts;
    private final Function<String, @Nullable String> environment;
    private final Checks checks;
    private final InstantSource clock;
    private final SecretStore secrets = new SecretStore();
    private final ReleasedPrompts released = new ReleasedPrompts();
    private final Trees trees = new Trees();

    /** What others know about files that the catalogue only reads. */
    public record Checks(
            ScriptCheck scripts,
            PromptCheck prompts,
            ToolSchemaCheck schemas,
            ConditionCheck conditions,
            UserKeyCheck userKey) {
        /** For whoever only looks at files: what keys the server will have is not known then. */
        public Checks(ScriptCheck scripts, PromptCheck prompts, ToolSchemaCheck schemas, ConditionCheck conditions) {
            this(scripts, prompts, schemas, conditions, Optional::empty);
        }
    }

    /**
     * @param prompts     the folder of the prompts; it need not be there
     * @param environment gives a variable's value, or null where it is not set
     */
    public CatalogLoader(
            Path folder,
            Path prompts,
            Function<String, @Nullable String> environment,
            Checks checks,
            InstantSource clock) {
        this.folder = folder;
        this.prompts = prompts;
        this.environment = environment;
        this.checks = checks;
        this.clock = clock;
    }

    public Path folder() {
        return folder;
    }

    /** The secrets of the snapshots it has loaded. */
    public SecretStore secrets() {
        return secrets;
    }

    /** The files that matter now. */
    public Listing listing() {
        return new Listing(folder, prompts);
    }

    /** Reads, validates and binds. Not for two threads at once. */
    public LoadedCatalog load() {
        Findings findings = new Findings();
        LoadContext context =
                new LoadContext(folder, findings, secrets, new LinkedHashSet<>(), new LinkedHashSet<>(), checks);
        secrets.begin();
        List<SourceFile> read = new ArrayList<>(new CatalogFiles(folder, findings).read());
        read.addAll(new PromptFiles(prompts, findings).read());
        Bound bound = bind(read, context);
        List<FileState> files = Digests.of(folder, read, context.named());
        Optional<Catalog> catalog = Optional.of(bound)
                .filter(whole -> findings.errors().isEmpty())
                .map(whole -> whole.catalog(Digests.revision(files), clock));
        List<PromptSpec> releasedNow = bound.prompts().released().values().stream()
                .map(PromptVersion::spec)
                .toList();
        return new LoadedCatalog(
                catalog, releasedNow, files, context.references(), findings.errors(), findings.warnings());
    }

    /** Says that what came of a load is in use: from now on its prompts' numbers mean what they mean in it. */
    public void adopted(LoadedCatalog loaded) {
        loaded.released().forEach(released::keep);
    }

    private Bound bind(List<SourceFile> files, LoadContext context) {
        References references = new References(environment, folder);
        Fields models = trees.one(FileKind.MODELS, files, references, context.findings());
        Map<String, ProviderSpec> providers = new ProviderBinder(context).bind(models);
        LimitsBinder limits = new LimitsBinder(providers.values(), context.findings());
        Map<String, RouteSpec> routes = new RouteBinder(providers, limits, context.findings()).bind(models);
        Map<String, McpServerSpec> mcp =
                new McpBinder(context).bind(trees.one(FileKind.MCP, files, references, context.findings()));
        Tools tools = new Tools(context, mcp).bind(files, trees, references);
        Prompts boundPrompts = new Prompts(context, released).bind(files, trees, tools.all());
        Agents allAgents = new Agents(context, tools, boundPrompts, limits);
        Map<String, AgentRevision> agents =
                allAgents.bind(files, trees, references, new AgentRules(routes, tools, checks, context.findings()));
        Reach reach = new Reach(routes, agents);
        Fields principals = trees.one(FileKind.PRINCIPALS, files, references, context.findings());
        Map<String, Collection<String>> names = names(routes.keySet(), tools, files);
        List<PrincipalSpec> who = new PrincipalBinder(names, reach, limits, context.findings()).bind(principals);
        new FamilyRules(allAgents.manifests(), routes, names.getOrDefault("agent", List.of()), who, context.findings())
                .check();
        return new Bound(
                providers,
                routes,
                who,
                tools.all(),
                boundPrompts,
                agents,
                new LimitRulesBinder(limits, reach.everywhere())
                        .bind(trees.one(FileKind.LIMITS, files, references, context.findings())),
                mcp);
    }

    /** By the kind of permission that they are for. A file that is bad has a name all the same. */
    private static Map<String, Collection<String>> names(Set<String> routes, Tools tools, List<SourceFile> files) {
        Set<String> toolNames = new TreeSet<>(tools.all().keySet());
        Set<String> agentNames = new TreeSet<>();
        files.stream().filter(file -> file.kind() == FileKind.TOOL).forEach(file -> toolNames.add(file.stem()));
        files.stream().filter(file -> file.kind() == FileKind.AGENT).forEach(file -> agentNames.add(file.stem()));
        return Map.of("route", routes, "tool", toolNames, "agent", agentNames);
    }

    /** Everything but the revision. */
    private record Bound(
            Map<String, ProviderSpec> providers,
            Map<String, RouteSpec> routes,
            List<PrincipalSpec> principals,
            Map<String, ToolSpec> tools,
            Prompts prompts,
            Map<String, AgentRevision> agents,
            LimitRules limits,
            Map<String, McpServerSpec> mcp) {
        Catalog catalog(String revision, InstantSource clock) {
            return new Catalog(revision, clock.instant(), providers, routes, principals, tools, agents, limits, mcp);
        }
    }
}
