package io.sallyport.run.machine;

import io.sallyport.chat.Message;
import io.sallyport.chat.ToolUse;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One round: a model is asked, and what it wants is done.
 *
 * @param attempt the last one that was begun
 * @param answer  the committed answer
 * @param calls   by id, in the order of the model's proposals
 */
public record StepView(int step, int attempt, Optional<Message> answer, Map<String, CallView> calls) {
    public StepView {
        calls = Collections.unmodifiableMap(new LinkedHashMap<>(calls));
    }

    static StepView begun(int step, int attempt) {
        return new StepView(step, attempt, Optional.empty(), Map.of());
    }

    StepView attempt(int next) {
        return new StepView(step, next, answer, calls);
    }

    StepView answered(Message message) {
        return new StepView(step, attempt, Optional.of(message), calls);
    }

    StepView with(CallView call) {
        Map<String, CallView> next = new LinkedHashMap<>(calls);
        next.put(call.id(), call);
        return new StepView(step, attempt, answer, next);
    }

    /** What the model proposed and nobody has turned into a call yet: nothing, once the answer's commit is whole. */
    public List<ToolUse> uses() {
        return answer.map(Message::toolUses).orElse(List.of());
    }

    /** Whether nothing more is going to happen in it. */
    public boolean settled() {
        return answer.isPresent()
                && calls.values().stream().allMatch(call -> call.state().settled());
    }
}
