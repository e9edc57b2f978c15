package io.sallyport.run.driver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sallyport.catalog.Price;
import io.sallyport.chat.Message;
import io.sallyport.chat.ToolUse;
import io.sallyport.chat.Usage;
import io.sallyport.core.IdSource;
import io.sallyport.core.Sha256;
import io.sallyport.core.json.Json;
import io.sallyport.run.machine.RunEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A model's answer as the events that commit it: the message, and each call that it proposes. */
record Answered(RunEvent.Answered event) {

    static Answered of(AnswerAssembler answer, String model, RunTask task, Bill bill, int step, int attempt) {
        Usage usage = answer.usage(bill.requestBytes());
        return new Answered(new RunEvent.Answered(
                step,
                attempt,
                model,
                answer.finishReason(),
                usage,
                bill.nano(model, usage),
                bill.price(model).map(Price::currency),
                answer.message(task.run().agent())));
    }

    /** @param tools what the agent has: any other name is the model's own */
    List<RunEvent> events(IdSource ids, Set<String> tools) {
        List<RunEvent> events = new ArrayList<>();
        events.add(event);
        Message message = event.message();
        int ordinal = 0;
        for (ToolUse use : message.toolUses()) {
            JsonNode arguments = arguments(use);
            events.add(new RunEvent.ToolProposed(
                    ids.next("call"),
                    event.step(),
                    ++ordinal,
                    tools.contains(use.name()) ? use.name() : "",
                    use.id(),
                    hash(arguments),
                    arguments,
                    Optional.empty()));
        }
        return events;
    }

    private static JsonNode arguments(ToolUse use) {
        return use.arguments().isBlank()
                ? Json.object()
                : Json.parse(use.arguments()).orElseGet(() -> TextNode.valueOf(use.arguments()));
    }

    private static Sha256 hash(JsonNode arguments) {
        return Json.canonical(arguments).sha256();
    }
}
