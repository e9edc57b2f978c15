package io.sallyport.run.machine;

import io.sallyport.chat.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** What a model is shown of a run: a pure function of the journal, so that it can be shown again for ever. */
public final class Transcript {
    private Transcript() {}

    /**
     * The whole conversation.
     *
     * @param history the thread's earlier turns, see {@link #turns}
     * @param answers how a settled call's answer is put into words for the model
     */
    public static List<Message> of(RunState state, List<Message> history, Function<CallView, Message> answers) {
        List<Message> opening = state.opening().orElse(List.of());
        int at = Math.clamp(state.historyAt(), 0, opening.size());
        List<Message> all = new ArrayList<>(opening.subList(0, at));
        all.addAll(history);
        all.addAll(opening.subList(at, opening.size()));
        state.steps().forEach(step -> add(step, answers, all));
        return all;
    }

    /** What an ended run leaves to the later runs of its thread: what was asked, said and done, without the prompt. */
    public static List<Message> turns(RunState state, Function<CallView, Message> answers) {
        List<Message> all = new ArrayList<>(state.input());
        state.steps().forEach(step -> add(step, answers, all));
        return all;
    }

    /** Nobody's turn is empty, unless what it said was erased. */
    private static boolean says(Message message) {
        return !message.parts().isEmpty() || !message.toolUses().isEmpty();
    }

    private static void add(StepView step, Function<CallView, Message> answers, List<Message> all) {
        step.answer().filter(Transcript::says).ifPresent(all::add);
        step.uses().stream()
                .map(use -> step.calls().values().stream()
                        .filter(call -> call.useId().equals(use.id())
                                && call.compensates().isEmpty())
                        .findFirst()
                        .orElse(null))
                .filter(Objects::nonNull)
                .map(answers)
                .forEach(all::add);
    }
}
