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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a condition of a grant may ask about a call of a run. */
final class Facts {
    private static final double NANO = 1e9;

    private final RunRecord run;
    private final RunState state;
    private final List<Message> history;
    private final Limits limits;
    private final Instant now;

    private Facts(RunRecord run, RunState state, List<Message> history, Limits limits, Instant now) {
        this.run = run;
        this.state = state;
        this.history = history;
        this.limits = limits;
        this.now = now;
    }

    /** As they are at this moment. */
    static Facts of(RunTask task) {
        return new Facts(
                task.run(),
                task.state(),
                task.history(),
                task.limits(),
                task.databaseClock().now());
    }

    /** About a call with {@code arguments}. From any thread. */
    CallFacts about(JsonNode arguments) {
        CallFacts.Principal principal = new CallFacts.Principal(
                run.client(),
                run.subject(),
                run.tenant(),
                state.starter().map(Starter::roles),
                state.starter().map(Starter::person));
        return new CallFacts(
                arguments,
                principal,
                () -> Optional.of(labels(state, history, run.agent())),
                now,
                Optional.of(budget(limits, state)));
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
                Math.max(
                        0,
                        limits.steps()
                                - state.steps().size()
                                - state.spent().family().steps()),
                Math.max(
                        0,
                        limits.toolCalls()
                                - state.calls().map(CallView::id).count()
                                - state.spent().family().toolCalls()),
                tokens,
                cost);
    }
}
