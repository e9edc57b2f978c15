package io.sallyport.catalog.load;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.PromptSpec;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.core.Bytes;
import io.sallyport.core.json.Json;
import java.util.Map;

/** Writes what a run is pinned to. */
final class Revisions {
    private Revisions() {}

    /** @param tools those of the agent's manifest, in its order */
    static AgentRevision of(AgentSpec agent, PromptSpec prompt, Map<String, ToolSpec> tools) {
        ObjectNode spec = Json.object().put("format", AgentRevision.ENGINE_FORMAT);
        spec.set("agent", AgentManifest.write(agent));
        spec.set("prompt", write(prompt));
        ArrayNode manifests = spec.putArray("tools");
        tools.values().forEach(tool -> manifests.add(tool.manifest()));
        Bytes bytes = Json.canonical(spec);
        return new AgentRevision(bytes.sha256().hex(), bytes, agent, prompt, tools);
    }

    private static ObjectNode write(PromptSpec prompt) {
        ObjectNode node = Json.object()
                .put("name", prompt.name())
                .put("version", prompt.version())
                .put("digest", prompt.digest())
                .put("body", prompt.body());
        node.set("frontMatter", prompt.frontMatter());
        ObjectNode partials = node.putObject("partials");
        prompt.partials().forEach(partials::put);
        return node;
    }
}
