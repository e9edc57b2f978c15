package io.sallyport.catalog.load;

import io.sallyport.catalog.Findings;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Approval;
import io.sallyport.catalog.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;

/** A policy looks at the arguments that decide, so a manifest has to name them, and they have to be there. */
final class SinkRules {
    private final Findings findings;

    SinkRules(Findings findings) {
        this.findings = findings;
    }

    void check(ToolSpec tool, Fields fields) {
        boolean byPolicy = tool.approval() == Approval.BY_POLICY;
        if (byPolicy && tool.sinks().isEmpty()) {
            findings.error(
                    fields.keyAt("sinks"),
                    "The key `sinks` is missing: the policy looks at the arguments that decide where something goes, or how much.",
                    "Add it, like `sinks: [to, amount]`, or write `approval: always` or `never`.");
        }
        if (!byPolicy && fields.has("sinks")) {
            findings.error(
                    fields.keyAt("sinks"),
                    "`sinks` has no meaning here: nobody looks at them.",
                    "Remove it, or write `approval: byPolicy`.");
        }
        if (byPolicy && !tool.reachesOut()) {
            findings.warning(
                    fields.at("approval"),
                    "The tool changes nothing and sends nothing: the policy never asks.",
                    "Write `approval: never`.");
        }
        List<String> known = new ArrayList<>();
        tool.input().path("properties").fieldNames().forEachRemaining(known::add);
        List<YamlNode> items = fields.items("sinks");
        for (int i = 0; i < Math.min(items.size(), tool.sinks().size()); i++) {
            String name = tool.sinks().get(i);
            if (!known.contains(name)) {
                findings.error(
                        items.get(i).place(),
                        "`input` has no argument `" + name + "`.",
                        AgentRules.nearest(name, known));
            }
        }
    }
}
