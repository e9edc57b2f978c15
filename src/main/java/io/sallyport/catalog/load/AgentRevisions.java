package io.sallyport.catalog.load;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.Findings;
import io.sallyport.catalog.Place;
import io.sallyport.catalog.PromptSpec;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.core.Bytes;
import io.sallyport.core.json.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what {@link AgentRevision#spec()} holds, with no file at hand, however long ago it was written. */
public final class AgentRevisions {
    private AgentRevisions() {}

    /**
     * The revision, byte for byte the same; it holds no secrets: see {@link RevisionSecrets}.
     *
     * @throws IllegalArgumentException where {@code spec} is no revision, or is of a later engine format than this version knows
     */
    public static AgentRevision read(Bytes spec) {
        JsonNode tree = Json.parse(spec.array()).orElseThrow(() -> new IllegalArgumentException("no JSON"));
        int format = tree.path("format").asInt();
        if (format < 1 || format > AgentRevision.ENGINE_FORMAT) {
            throw new IllegalArgumentException("a revision of the unknown format " + format);
        }
        Findings findings = new Findings();
        LoadContext context = nothingAround(findings);
        Fields manifest = fields(tree.path("agent"), "agent", findings);
        AgentSpec agent = new AgentBinder(context).bind(manifest.text("name").orElse(""), manifest);
        AgentRevision revision = new AgentRevision(
                spec.sha256().hex(), spec, agent, prompt(tree.path("prompt")), tools(tree.path("tools"), context));
        if (!findings.errors().isEmpty()) {
            throw new IllegalArgumentException(findings.errors().getFirst().toString());
        }
        return revision;
    }

    private static LoadContext nothingAround(Findings findings) {
        SecretStore secrets = new SecretStore();
        secrets.begin();
        return new LoadContext(
                Path.of(""),
                findings,
                secrets,
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new CatalogLoader.Checks(
                        (file, name, found) -> {},
                        (prompt, found) -> Set.of(),
                        schema -> Optional.empty(),
                        (condition, input) -> Optional.empty()));
    }

    private static Fields fields(JsonNode json, String field, Findings findings) {
        return Fields.of(JsonAsYaml.of(json, Place.wholeFile("revision").key(field)), findings);
    }

    private static Map<String, ToolSpec> tools(JsonNode manifests, LoadContext context) {
        Map<String, ToolSpec> tools = new LinkedHashMap<>();
        ToolBinder binder = new ToolBinder(context, Map.of());
        for (JsonNode json : manifests) {
            String name = json.path("name").asText();
            binder.bind(name, fields(json, "tools." + name, context.findings()), null)
                    .ifPresent(tool -> tools.put(name, tool));
        }
        return tools;
    }

    private static PromptSpec prompt(JsonNode json) {
        Map<String, String> partials = new LinkedHashMap<>();
        json.path("partials")
                .properties()
                .forEach(partial ->
                        partials.put(partial.getKey(), partial.getValue().asText()));
        return new PromptSpec(
                json.path("name").asText(),
                json.path("version").asInt(),
                json.path("digest").asText(),
                json.path("frontMatter"),
                json.path("body").asText(),
                partials);
    }
}
