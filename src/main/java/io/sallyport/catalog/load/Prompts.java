package io.sallyport.catalog.load;

import io.sallyport.catalog.Findings;
import io.sallyport.catalog.Place;
import io.sallyport.catalog.PromptCheck.Partial;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.yaml.References;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The prompts of one load: their versions, and which of them their releases have chosen. */
final class Prompts {
    private final LoadContext context;
    private final ReleasedPrompts earlier;
    private final Map<String, List<PromptVersion>> versions = new LinkedHashMap<>();
    private final Set<String> mentioned = new HashSet<>();
    private final Map<String, PromptVersion> stable = new LinkedHashMap<>();

    Prompts(LoadContext context, ReleasedPrompts earlier) {
        this.context = context;
        this.earlier = earlier;
    }

    Prompts bind(List<SourceFile> files, Trees trees, Map<String, ToolSpec> tools) {
        PromptBinder binder = new PromptBinder(context, trees, tools);
        FileReader reader = new FileReader(context.findings());
        Map<String, Map<String, Partial>> partials = new HashMap<>();
        for (SourceFile file : files) {
            if (file.kind() == FileKind.PROMPT) {
                String agent = file.owner();
                Map<String, Partial> known =
                        partials.computeIfAbsent(agent, folder -> PromptBinder.partials(files, folder, reader));
                PromptName.of(file.name())
                        .map(name -> binder.bind(file, name, known))
                        .ifPresent(this::add);
            }
        }
        trees.of(FileKind.RELEASES, files, References.none(), context.findings())
                .forEach((file, fields) -> releases(file.owner(), fields));
        return this;
    }

    private void add(PromptVersion version) {
        versions.computeIfAbsent(version.spec().name(), name -> new ArrayList<>())
                .add(version);
    }

    private void releases(String agent, Fields fields) {
        ReleaseBinder binder = new ReleaseBinder(versions, context.findings());
        fields.entries().keySet().forEach(name -> {
            mentioned.add(agent + "/" + name);
            Fields release = fields.fields(name);
            binder.stable(agent + "/" + name, release).ifPresent(version -> {
                earlier.check(version.spec(), release.at("stable"), context.findings());
                stable.put(version.spec().name(), version);
            });
        });
    }

    /** The released version; that there is none is found, unless its release has been found wrong already. */
    Optional<PromptVersion> released(String name, Place asked) {
        @Nullable PromptVersion found = stable.get(name);
        if (found == null && !mentioned.contains(name)) {
            Findings findings = context.findings();
            String fix = versions.containsKey(name)
                    ? "Release a version in `prompts/" + name.replaceFirst("/.*", "/releases.yaml") + "`, like `"
                            + name.replaceFirst(".*/", "") + ": { stable: 1 }`."
                    : "Create `prompts/" + name + ".v1.prompt`.";
            findings.error(asked, "There is no released prompt `" + name + "`.", fix);
        }
        return Optional.ofNullable(found);
    }

    /** What is released, by name. */
    Map<String, PromptVersion> released() {
        return stable;
    }
}
