package io.sallyport.run.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.chat.Message;
import io.sallyport.chat.Usage;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.core.Sha256;
import java.util.List;
import java.util.Optional;

/** Something that happened to a run. The journal is a list of these; {@link RunEventJson} knows how each is written. */
public sealed interface RunEvent {

    /**
     * It was accepted.
     *
     * @param input    what the caller wants
     * @param metadata the caller's own, opaque
     * @param starter  what is known of the caller beside its name
     * @param parent   the run that began it, where one did
     */
    record Created(
            String agent,
            String revision,
            String thread,
            List<Message> input,
            ObjectNode metadata,
            Optional<Starter> starter,
            Optional<Parentage> parent)
            implements RunEvent {
        public Created {
            input = List.copyOf(input);
        }

        public Created(
                String agent,
                String revision,
                String thread,
                List<Message> input,
                ObjectNode metadata,
                Optional<Starter> starter) {
            this(agent, revision, thread, input, metadata, starter, Optional.empty());
        }

        public Created(String agent, String revision, String thread, List<Message> input, ObjectNode metadata) {
            this(agent, revision, thread, input, metadata, Optional.empty());
        }
    }

    /**
     * The prompt was rendered.
     *
     * @param historyAt index among {@code opening} before which the thread's earlier turns belong
     */
    record Started(List<Message> opening, int historyAt) implements RunEvent {
        public Started {
            opening = List.copyOf(opening);
        }
    }

    /** A model is about to be asked. */
    record StepStarted(int step, int attempt, String route, long reservedTokens, long reservedCostNano)
            implements RunEvent {}

    /** The same model call begins anew: what was shown of attempts before it is void. */
    record Reset(int step, int attempt, String route, String reason, long reservedTokens, long reservedCostNano)
            implements RunEvent {}

    /**
     * A model has answered. It is never asked for this step again.
     *
     * @param model    who answered, {@code provider/model}
     * @param currency of the cost, where the model has a price
     */
    record Answered(
            int step,
            int attempt,
            String model,
            String finishReason,
            Usage usage,
            long costNano,
            Optional<String> currency,
            Message message)
            implements RunEvent {}

    /**
     * A model was asked, and nobody has its answer. What it cost, or may have cost at most where that is not known, counts as spent.
     *
     * @param model  who was asked, {@code provider/model}, where that is known
     * @param reason {@code not_answered}, {@code run_ended}, or how the attempt ended
     */
    record MessageLost(int step, int attempt, Optional<String> model, String reason, long tokens, long costNano)
            implements RunEvent {}

    /**
     * The model, or for a compensation the gateway, wants a tool called.
     *
     * @param tool        empty where the model made a name up: that is something it said, and stands in its message
     * @param useId       the provider's name for it
     * @param arguments   as JSON, or as a JSON string where they are none
     * @param compensates the call that this one is to undo
     */
    record ToolProposed(
            String call,
            int step,
            int ordinal,
            String tool,
            String useId,
            Sha256 argsHash,
            JsonNode arguments,
            Optional<String> compensates)
            implements RunEvent {}

    /**
     * It may be called.
     *
     * @param rule what decided
     * @param by   the person who approved, where one did
     */
    record ToolAllowed(String call, String rule, Optional<String> by) implements RunEvent {}

    /**
     * A person has to decide.
     *
     * @param rule    what wants it; empty: the manifest, always
     * @param origins whose words the arguments hold that made the rule want it
     */
    record ApprovalRequired(
            String call,
            String approval,
            Sha256 argsHash,
            long expiresInMillis,
            Optional<String> rule,
            List<Origin> origins)
            implements RunEvent {
        public ApprovalRequired {
            origins = List.copyOf(origins);
        }

        public ApprovalRequired(String call, String approval, Sha256 argsHash, long expiresInMillis) {
            this(call, approval, argsHash, expiresInMillis, Optional.empty(), List.of());
        }
    }

    /**
     * Whose words an argument holds.
     *
     * @param argument as a JSON Pointer
     */
    record Origin(String argument, List<From> from) {
        public Origin {
            from = List.copyOf(from);
        }
    }

    /**
     * Where words were read.
     *
     * @param label whose they are
     * @param call  the call of this run that has brought them in; empty: an earlier run's
     */
    record From(String label, Optional<String> call) {}

    /**
     * It will not be called.
     *
     * @param error what the model is told
     * @param by    the person who denied, where one did
     * @param rule  what decided, where it was a rule
     */
    record ToolDenied(String call, String code, Optional<String> by, JsonNode error, Optional<String> rule)
            implements RunEvent {
        public ToolDenied(String call, String code, Optional<String> by, JsonNode error) {
            this(call, code, by, error, Optional.empty());
        }
    }

    /** From now on it may be under way. {@code deadlineMillis} after this event it is not any more. */
    record ToolStarted(String call, int attempt, String key, long epoch, long deadlineMillis) implements RunEvent {}

    /**
     * An attempt is over, and another is to be made with the same key.
     *
     * @param afterMillis not sooner
     * @param doubt       whether this attempt may have done something
     * @param settled     whether it is known that no attempt so far has done anything
     */
    record ToolAgain(String call, int attempt, String code, long afterMillis, boolean doubt, boolean settled)
            implements RunEvent {
        public ToolAgain(String call, int attempt, String code, long afterMillis, boolean doubt) {
            this(call, attempt, code, afterMillis, doubt, false);
        }

        /** The tool was asked, and has done nothing. */
        public static ToolAgain settled(String call, int attempt, String code, long afterMillis) {
            return new ToolAgain(call, attempt, code, afterMillis, false, true);
        }
    }

    /** Another agent's run is at work on it from now on, and its end is the answer. The child is durable with this event. */
    record ChildStarted(String call, String child, String agent, Loan loan) implements RunEvent {}

    /** A person has to answer, and the answer is the result. */
    record InputRequired(String call, JsonNode question) implements RunEvent {}

    /**
     * It is over.
     *
     * @param outcome {@code SUCCEEDED}, {@code FAILED_NOT_APPLIED} or {@code FAILED_APPLIED}
     * @param result  whole
     * @param replays the call whose recorded result this is: this one was not made, because that one has its business key
     * @param child   what the child has used whose end this is
     */
    record ToolCompleted(
            String call,
            CallState outcome,
            Optional<String> code,
            JsonNode result,
            Optional<String> replays,
            Optional<ChildUse> child)
            implements RunEvent {
        public ToolCompleted(
                String call, CallState outcome, Optional<String> code, JsonNode result, Optional<String> replays) {
            this(call, outcome, code, result, replays, Optional.empty());
        }

        public ToolCompleted(String call, CallState outcome, Optional<String> code, JsonNode result) {
            this(call, outcome, code, result, Optional.empty());
        }
    }

    /** Nobody knows whether it was done, and it is never called again. */
    record ToolUnknown(String call, String code, JsonNode error) implements RunEvent {}

    /**
     * What was unknown is settled.
     *
     * @param outcome {@code applied}, {@code notApplied}, {@code compensated}, {@code toldModel} or {@code abandoned}
     */
    record ToolReconciled(String call, String outcome, String by, JsonNode result) implements RunEvent {}

    /**
     * It sleeps.
     *
     * @param status   which wait
     * @param forMillis until it wakes by itself, -1: only a signal wakes it
     * @param detail   why, for people and programs; no content
     */
    record Waiting(RunStatus status, long forMillis, ObjectNode detail) implements RunEvent {}

    /** It goes on after a wait. */
    record Resumed(RunStatus from) implements RunEvent {}

    record Completed() implements RunEvent {}

    record Failed(String code, String message, Optional<String> fix) implements RunEvent {}

    record Cancelled(String by, Optional<String> reason) implements RunEvent {}

    record Expired(RunStatus waitedIn) implements RunEvent {}

    /**
     * It has used what it may use.
     *
     * @param limit which, as it is called in the manifest
     */
    record LimitExceeded(String limit, String max) implements RunEvent {}
}
