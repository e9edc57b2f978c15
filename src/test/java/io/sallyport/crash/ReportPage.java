package io.sallyport.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** The report for people. */
final class ReportPage {
    private ReportPage() {}

    static String of(JsonNode facts) {
        StringBuilder page = new StringBuilder("# ").append(facts.path("title").asText());
        page.append("\n\n| | |\n|---|---|\n");
        line(page, "seed", facts.path("seed"));
        line(page, "began", facts.path("began"));
        line(page, "took, seconds", facts.path("seconds"));
        for (Map.Entry<String, JsonNode> condition : facts.path("conditions").properties()) {
            line(page, condition.getKey(), condition.getValue());
        }
        line(page, "cells", facts.path("cells"));
        for (Map.Entry<String, JsonNode> sort : facts.path("cellsBySort").properties()) {
            line(page, "cells, " + sort.getKey(), sort.getValue());
        }
        line(page, "least faults of a cell", facts.path("leastFaultsOfACell"));
        line(
                page,
                "cells not reached",
                Integer.toString(facts.path("cellsNotReached").size()));
        line(page, "faults", facts.path("faultsInAll"));
        line(page, "runs accepted", facts.path("runsAccepted"));
        for (Map.Entry<String, JsonNode> sort : facts.path("runsByClass").properties()) {
            line(page, "runs accepted, " + sort.getKey(), sort.getValue());
        }
        line(page, "calls that reached no tool, nothing done", facts.path("callsThatReachedNoTool"));
        line(page, "runs interrupted", facts.path("interruptedRunsInAll"));
        line(page, "streams that came back", facts.path("streamsThatCameBack"));
        line(page, "**lost runs**", facts.path("lost"));
        line(page, "**events taken back**", facts.path("eventsTakenBack"));
        line(page, "**broken journals**", facts.path("brokenJournals"));
        line(page, "**missing effects**", facts.path("missingEffects"));
        line(page, "**runs nobody was told of**", facts.path("runsNobodyWasToldOf"));
        for (Map.Entry<String, JsonNode> effect :
                facts.path("duplicatedEffects").properties()) {
            line(page, "**duplicated effects, " + effect.getKey() + "**", effect.getValue());
        }
        for (Map.Entry<String, JsonNode> unknown : facts.path("unknownOutcomes").properties()) {
            line(page, "unknown outcomes, " + unknown.getKey(), unknown.getValue());
        }
        faults(page, facts);
        return page.toString();
    }

    private static void faults(StringBuilder page, JsonNode facts) {
        page.append("\n| fault | injected | runs interrupted | to recover, p50 ms | p99 ms | max ms |\n");
        page.append("|---|---|---|---|---|---|\n");
        for (Map.Entry<String, JsonNode> fault : facts.path("faults").properties()) {
            JsonNode time = facts.path("timeToRecover").path(fault.getKey());
            page.append("| ").append(fault.getKey()).append(" | ");
            page.append(fault.getValue().asText()).append(" | ");
            page.append(facts.path("interruptedRuns").path(fault.getKey()).asText())
                    .append(" | ");
            page.append(time.path("p50Millis").asText()).append(" | ");
            page.append(time.path("p99Millis").asText()).append(" | ");
            page.append(time.path("maxMillis").asText()).append(" |\n");
        }
    }

    private static void line(StringBuilder page, String name, JsonNode value) {
        line(page, name, value.asText());
    }

    private static void line(StringBuilder page, String name, String value) {
        page.append("| ").append(name).append(" | ").append(value).append(" |\n");
    }
}
