package io.sallyport.run.driver;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.AgentSpec.Limits;
import io.sallyport.chat.Label;
import io.sallyport.chat.Message;
import io.sallyport.chat.Part;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.run.machine.CallView;
import io.sallyport.run.machine.RunState;
import io.sallyport.run.machine.Starter;
import io.sallyport.tool.CallFacts;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a condition of a grant may ask about a call of a run. */
final class Facts {
    private static final double NANO = 1e9;

    private Facts() {}

    static CallFacts of(RunTask task, JsonNode arguments) {
        RunRecord run = task.run();
        RunState state = task.state();
        CallFacts.Principal principal = new CallFacts.Principal(
                run.client(),
                run.subject(),
                run.tenant(),
                state.starter().map(Starter::roles),
                state.starter().map(Starter::person));
        return new CallFacts(
                arguments,
                principal,
                () -> Optional.of(labels(state, task.history(), run.agent())),
                task.databaseClock().now(),
                Optional.of(budget(task.revision().agent().limits(), state)));
    }

    /** Whose words the run has read: the prompt's, the caller's, those of tools and of other agents. */
    private static Set<String> labels(RunState state, List<Message> history, String agent) {
        Set<String> labels = new TreeSet<>();
        Stream.concat(state.opening().orElse(List.of()).stream(), history.stream())
                .flatMap(message -> message.parts().stream())
                .map(Part::label)
                .map(Label::text)
                .forEach(labels::add);
        state.calls()
                .filter(call -> call.state().settled())
                .map(Answers::label)
                .map(Label::text)
                .forEach(labels::add);
        labels.remove(Label.agent(agent).text());
        return labels;
    }

    private static CallFacts.Budget budget(Limits limits, RunState state) {
        long tokens = limits.tokens().isPresent()
                ? Math.max(0, limits.tokens().getAsLong() - state.spent().tokens())
                : Long.MAX_VALUE;
        double cost = limits.cost()
                .map(most -> Math.max(0, most.doubleValue() - state.spent().costNano() / NANO))
                .orElse(Double.POSITIVE_INFINITY);
        return new CallFacts.Budget(
                Math.max(0, limits.steps() - state.steps().size()),
                Math.max(0, limits.toolCalls() - state.calls().map(CallView::id).count()),
                tokens,
                cost);
    }
}
