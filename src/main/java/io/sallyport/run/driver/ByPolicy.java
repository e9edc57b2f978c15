package io.sallyport.run.driver;

import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.chat.Message;
import io.sallyport.core.IdSource;
import io.sallyport.run.machine.CallView;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.run.machine.RunState;
import io.sallyport.run.policy.RuleOfTwo;
import io.sallyport.run.policy.Ruling;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the policy says of a step's calls. Of several that lead to one destination the first is asked about, and the others stay undecided
 * until that is answered: a person is not asked the same twice.
 */
final class ByPolicy {
    private final RunState state;
    private final List<Message> history;
    private final AgentRevision revision;
    private final IdSource ids;
    private final Set<String> asking = new HashSet<>();
    private @Nullable RuleOfTwo rule;

    ByPolicy(RunState state, List<Message> history, AgentRevision revision, IdSource ids) {
        this.state = state;
        this.history = history;
        this.revision = revision;
        this.ids = ids;
    }

    /**
     * The decision; empty: not yet.
     *
     * @param permission the rule by which the agent may call the tool at all
     */
    Optional<RunEvent> on(CallView call, ToolSpec tool, String permission) {
        if (rule == null) {
            rule = RuleOfTwo.over(state, history, revision.tools());
        }
        return switch (rule.on(call, tool)) {
            case Ruling.Free(String free) ->
                Optional.of(new RunEvent.ToolAllowed(call.id(), permission + "; " + free, Optional.empty()));
            case Ruling.Ask ask ->
                asking.add(tool.name() + RuleOfTwo.destination(call, tool))
                        ? Optional.of(required(call, ask))
                        : Optional.empty();
        };
    }

    private RunEvent required(CallView call, Ruling.Ask ask) {
        return new RunEvent.ApprovalRequired(
                call.id(),
                ids.next("appr"),
                call.argsHash(),
                revision.agent().approvalExpiry().toMillis(),
                Optional.of(ask.rule()),
                ask.origins());
    }
}
