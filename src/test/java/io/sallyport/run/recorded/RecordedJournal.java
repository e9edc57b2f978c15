package io.sallyport.run.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.chat.Label;
import io.sallyport.chat.Message;
import io.sallyport.chat.MessageJson;
import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.core.Bytes;
import io.sallyport.core.json.Json;
import io.sallyport.run.machine.CallView;
import io.sallyport.run.machine.Fold;
import io.sallyport.run.machine.Machine;
import io.sallyport.run.machine.RunState;
import io.sallyport.run.machine.Transcript;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A run's journal as a file, beside the facts that it told when it was recorded. Facts are only ever added to what is compared. */
public final class RecordedJournal {
    private RecordedJournal() {}

    public static ObjectNode write(String about, List<JournalEvent> journal) {
        ObjectNode file = Json.object().put("about", about);
        ArrayNode events = file.putArray("journal");
        for (JournalEvent event : journal) {
            ObjectNode node = events.addObject()
                    .put("seq", event.seq())
                    .put("at", event.at().toString())
                    .put("type", event.type());
            node.set("data", Json.own(event.data()));
            if (event.content() != null) {
                node.set("content", Json.own(event.content()));
            }
            if (event.erased()) {
                node.put("erased", true);
            }
        }
        file.set("facts", facts(Fold.all(journal)));
        return file;
    }

    public static List<JournalEvent> journal(JsonNode file) {
        List<JournalEvent> journal = new ArrayList<>();
        for (JsonNode event : file.path("journal")) {
            Bytes content = event.has("content") ? Json.bytes(event.get("content")) : null;
            journal.add(new JournalEvent(
                    event.path("seq").asLong(),
                    Instant.parse(event.path("at").asText()),
                    event.path("type").asText(),
                    Json.bytes(event.path("data")),
                    content,
                    event.path("erased").asBoolean()));
        }
        return journal;
    }

    /** What a state says, in words that do not depend on how it is built. */
    public static ObjectNode facts(RunState state) {
        ObjectNode facts = Json.object().put("status", state.status().name());
        facts.set("transcript", MessageJson.write(Transcript.of(state, List.of(), RecordedJournal::told)));
        facts.set("turns", MessageJson.write(Transcript.turns(state, RecordedJournal::told)));
        ArrayNode calls = facts.putArray("calls");
        state.calls().forEach(call -> calls.add(call(call)));
        facts.putObject("spent")
                .put("input", state.spent().usage().input())
                .put("cachedInput", state.spent().usage().cachedInput())
                .put("output", state.spent().usage().output())
                .put("reasoning", state.spent().usage().reasoning())
                .put("costNano", state.spent().costNano())
                .put("reservedTokens", state.spent().reservedTokens())
                .put("lostTokens", state.spent().lostTokens())
                .put("toolCalls", state.spent().toolCalls())
                .put("childTokens", state.spent().family().tokens())
                .put("lentTokens", state.spent().family().lentTokens());
        facts.put("steps", state.steps().size());
        facts.put("outstanding", Machine.outstanding(state).toString());
        return facts;
    }

    private static ObjectNode call(CallView call) {
        ObjectNode node = Json.object()
                .put("id", call.id())
                .put("step", call.step())
                .put("ordinal", call.ordinal())
                .put("tool", call.tool())
                .put("argsHash", call.argsHash().hex())
                .put("state", call.state().name())
                .put("attempts", call.attempts());
        call.key().ifPresent(key -> node.put("key", key));
        node.set("arguments", call.arguments());
        call.answer().ifPresent(answer -> node.set("answer", answer));
        return node;
    }

    private static Message told(CallView call) {
        return Message.answer(call.useId(), Json.text(call.answer().orElseGet(Json::object)), Label.tool(call.tool()));
    }
}
