package io.sallyport.catalog.load;

import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.AgentTool;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.yaml.References;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The agents of one load, each as the revision that new runs are pinned to. */
final class Agents {
    private final LoadContext context;
    private final Tools tools;
    private final Prompts prompts;
    private final LimitsBinder limits;
    private final Map<String, Manifest> manifests = new TreeMap<>();

    Agents(LoadContext context, Tools tools, Prompts prompts, LimitsBinder limits) {
        this.context = context;
        this.tools = tools;
        this.prompts = prompts;
        this.limits = limits;
    }

    /** A file that could be bound. */
    record Manifest(AgentSpec agent, Fields fields, Optional<PromptVersion> prompt) {}

    Map<String, AgentRevision> bind(List<SourceFile> files, Trees trees, References references, AgentRules rules) {
        AgentBinder binder = new AgentBinder(context);
        trees.of(FileKind.AGENT, files, references, context.findings()).forEach((file, fields) -> {
            NamedFile.check(file, fields, "agent");
            AgentSpec agent = binder.bind(file.stem(), fields);
            rules.check(agent, fields);
            Optional<PromptVersion> prompt = prompt(agent, fields);
            List<Reached> reached = rules.reached(agent, prompt.map(PromptVersion::spec));
            AgentSpec whole = agent.withShared(limits.bind(fields.fields("limits"), reached));
            manifests.put(whole.name(), new Manifest(whole, fields, prompt));
        });
        Map<String, AgentRevision> agents = new TreeMap<>();
        manifests
                .values()
                .forEach(one -> one.prompt()
                        .ifPresent(released ->
                                agents.put(one.agent().name(), revision(one.agent(), one.fields(), rules, released))));
        return agents;
    }

    /** All that could be bound, by name. */
    Map<String, Manifest> manifests() {
        return manifests;
    }

    private Optional<PromptVersion> prompt(AgentSpec agent, Fields fields) {
        return agent.prompt().isEmpty() ? Optional.empty() : prompts.released(agent.prompt(), fields.at("prompt"));
    }

    private AgentRevision revision(AgentSpec agent, Fields fields, AgentRules rules, PromptVersion prompt) {
        Map<String, ToolSpec> needed = new LinkedHashMap<>();
        agent.tools().forEach(grant -> add(grant.name(), needed));
        List.copyOf(needed.values()).forEach(tool -> tool.compensate().ifPresent(undo -> add(undo, needed)));
        rules.check(agent, fields, needed.values(), prompt);
        return Revisions.of(agent, prompt.spec(), needed);
    }

    private void add(String name, Map<String, ToolSpec> needed) {
        @Nullable
        ToolSpec tool = AgentTool.agent(name)
                .map(this::agent)
                .orElseGet(() -> tools.all().get(name));
        if (tool != null) {
            needed.putIfAbsent(tool.name(), tool);
        }
    }

    private @Nullable ToolSpec agent(String name) {
        @Nullable Manifest called = manifests.get(name);
        return called == null ? null : AgentTools.of(called.agent());
    }
}
