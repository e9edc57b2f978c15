package io.sallyport.edge.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.chat.MessageJson;
import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.core.json.Json;
import io.sallyport.run.RunDetails;
import org.jspecify.annotations.Nullable;

/** How a run ended, out of its journal. */
final class RunOutcome {
    private RunOutcome() {}

    /** The last event's name and members. */
    static @Nullable JsonNode ending(RunRecord run, RunDetails details) {
        return run.status().terminal()
                ? details.ending().map(RunOutcome::members).orElse(null)
                : null;
    }

    /** The agent's last words. */
    static @Nullable String output(RunRecord run, RunDetails details) {
        return run.status() == RunStatus.COMPLETED
                ? details.answer()
                        .map(JournalEvent::content)
                        .map(content -> MessageJson.read(Json.own(content)).text())
                        .orElse(null)
                : null;
    }

    /** What the last answer was paid in. */
    static @Nullable String currency(RunDetails details) {
        return details.answer()
                .map(answer -> Json.own(answer.data()).path("currency").textValue())
                .orElse(null);
    }

    private static JsonNode members(JournalEvent event) {
        ObjectNode ending = Json.object().put("event", event.type());
        ending.setAll((ObjectNode) Json.own(event.data()));
        if (event.content() != null) {
            ending.set("content", Json.own(event.content()));
        }
        return ending;
    }
}
