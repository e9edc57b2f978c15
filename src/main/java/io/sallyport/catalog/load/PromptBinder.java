package io.sallyport.catalog.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.catalog.Place;
import io.sallyport.catalog.PromptCheck;
import io.sallyport.catalog.PromptCheck.Partial;
import io.sallyport.catalog.PromptSpec;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.yaml.References;
import io.sallyport.catalog.yaml.YamlNode;
import io.sallyport.catalog.yaml.YamlReader;
import io.sallyport.core.json.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Binds prompts: every version that there is a file of. */
final class PromptBinder {
    private final LoadContext context;
    private final Trees trees;
    private final Map<String, ToolSpec> tools;

    PromptBinder(LoadContext context, Trees trees, Map<String, ToolSpec> tools) {
        this.context = context;
        this.trees = trees;
        this.tools = tools;
    }

    /** @param partials by name, all that this prompt may use */
    PromptVersion bind(SourceFile file, PromptName name, Map<String, Partial> partials) {
        PromptText text = PromptText.of(new FileReader(context.findings()).decode(file));
        Fields fields = frontMatter(file, text);
        JsonNode frontMatter = new JsonTree(Set.of()).of(new YamlNode.Mapping(fields.place(), fields.entries()));
        Set<String> reached = context.checks()
                .prompts()
                .check(
                        new PromptCheck.Source(
                                file.name(),
                                frontMatter,
                                fields.fields("input").at("schema"),
                                text.body(),
                                text.bodyLine(),
                                partials),
                        context.findings());
        output(fields.fields("output"));
        Map<String, String> used = new TreeMap<>();
        reached.forEach(partial ->
                Optional.ofNullable(partials.get(partial)).ifPresent(found -> used.put(partial, found.body())));
        String agent = file.owner();
        PromptSpec spec = new PromptSpec(
                agent + "/" + name.name(),
                name.version(),
                digest(frontMatter, text.body(), used),
                frontMatter,
                text.body(),
                used);
        return new PromptVersion(file.name(), spec, fields);
    }

    /** What nobody holds answers to is not promised. */
    private void output(Fields output) {
        if (output.has("schema") || output.text("format").filter("json"::equals).isPresent()) {
            context.findings()
                    .error(
                            output.has("schema") ? output.keyAt("schema") : output.at("format"),
                            "This version does not hold answers to a form, so it refuses to pretend.",
                            "Remove it, and ask for the form in the prompt's words.");
        }
    }

    private Fields frontMatter(SourceFile file, PromptText text) {
        Fields none = new Fields(Map.of(), Place.wholeFile(file.name()), context.findings());
        if (text.frontMatter().isBlank()) {
            return none;
        }
        return new YamlReader(References.none())
                .read(file.name(), text.frontMatter(), context.findings())
                .map(root -> trees.check(FileKind.PROMPT, root, context.findings()))
                .orElse(none);
    }

    /** The definitions of the tools that the prompt names itself are part of what it is; the others are its agent's. */
    private String digest(JsonNode frontMatter, String body, Map<String, String> partials) {
        ObjectNode whole = Json.object().put("body", body);
        whole.set("frontMatter", frontMatter);
        ObjectNode pieces = whole.putObject("partials");
        partials.forEach(pieces::put);
        ObjectNode definitions = whole.putObject("tools");
        frontMatter.path("tools").forEach(name -> {
            @Nullable ToolSpec tool = tools.get(name.asText());
            definitions.put(name.asText(), tool == null ? "" : tool.digest());
        });
        return Json.canonical(whole).sha256().hex();
    }

    static Map<String, Partial> partials(Iterable<SourceFile> files, String agent, FileReader reader) {
        Map<String, Partial> partials = new HashMap<>();
        for (SourceFile file : files) {
            boolean shared = file.owner().isEmpty();
            boolean own = file.owner().equals(agent);
            if (file.kind() == FileKind.PARTIAL && (shared || own)) {
                String name = file.stem().substring(1);
                Partial partial = new Partial(file.name(), PromptText.lines(reader.decode(file)));
                partials.merge(name, partial, (before, now) -> own ? now : before);
            }
        }
        return partials;
    }
}
