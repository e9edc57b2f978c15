package io.sallyport.run.machine;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.checkpoint.CallState;
import io.sallyport.core.Sha256;
import java.time.Instant;
import java.util.Optional;

/**
 * A tool call as the journal has it.
 *
 * @param proposal as the model, or a compensation, wants it
 * @param tries    what was begun of it
 * @param question to a person whether it may be made, where there was one
 * @param answer   what the model is told; there once it is settled, or nobody knows its outcome
 * @param child    the run that is, or was, at work on it
 */
public record CallView(
        RunEvent.ToolProposed proposal,
        CallState state,
        Tries tries,
        Optional<Question> question,
        Optional<JsonNode> answer,
        Optional<Child> child) {

    /**
     * Attempts at a call.
     *
     * @param attempts    begun so far
     * @param outcomes    attempts among them that ended in an outcome; the others' owners died
     * @param doubt       whether one of them may have done something, and nothing has settled that
     * @param key         the idempotency key, once there was an intent
     * @param firstIntent when the first attempt was about to begin
     * @param notBefore   the next attempt is not to be made before this
     * @param deadline    until when the last attempt may have been under way
     */
    public record Tries(
            int attempts,
            int outcomes,
            boolean doubt,
            Optional<String> key,
            Optional<Instant> firstIntent,
            Optional<Instant> notBefore,
            Optional<Instant> deadline) {
        static final Tries NONE =
                new Tries(0, 0, false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        Tries intent(RunEvent.ToolStarted e, Instant at, CallState state) {
            return new Tries(
                    e.attempt(),
                    outcomes,
                    doubt || state == CallState.INTENT,
                    Optional.of(e.key()),
                    firstIntent.or(() -> Optional.of(at)),
                    Optional.empty(),
                    Optional.of(at.plusMillis(e.deadlineMillis())));
        }

        Tries again(RunEvent.ToolAgain e, Instant at) {
            Instant then = at.plusMillis(e.afterMillis());
            return new Tries(
                    attempts,
                    outcomes + 1,
                    !e.settled() && (doubt || e.doubt()),
                    key,
                    firstIntent,
                    Optional.of(then),
                    deadline);
        }
    }

    /**
     * The approval that a call waits for, or waited for.
     *
     * @param waitsUntil when it expires
     */
    public record Question(String approval, Instant waitsUntil) {}

    /**
     * A run of another agent that works on a call.
     *
     * @param use what it has used; there once it has ended
     */
    public record Child(String run, String agent, Loan loan, Optional<ChildUse> use) {}

    static CallView proposed(RunEvent.ToolProposed e) {
        return new CallView(e, CallState.PROPOSED, Tries.NONE, Optional.empty(), Optional.empty(), Optional.empty());
    }

    CallView in(CallState next) {
        return new CallView(proposal, next, tries, question, answer, child);
    }

    CallView answered(CallState next, JsonNode told) {
        return new CallView(proposal, next, tries, question, Optional.of(told), child);
    }

    CallView intent(RunEvent.ToolStarted e, Instant at) {
        return new CallView(proposal, CallState.INTENT, tries.intent(e, at, state), question, answer, child);
    }

    CallView again(RunEvent.ToolAgain e, Instant at) {
        return new CallView(proposal, CallState.ALLOWED, tries.again(e, at), question, answer, child);
    }

    CallView awaiting(RunEvent.ApprovalRequired e, Instant at) {
        Question asked = new Question(e.approval(), at.plusMillis(e.expiresInMillis()));
        return new CallView(proposal, CallState.AWAITING_APPROVAL, tries, Optional.of(asked), answer, child);
    }

    CallView begun(RunEvent.ChildStarted e) {
        Child begun = new Child(e.child(), e.agent(), e.loan(), Optional.empty());
        return new CallView(proposal, CallState.AWAITING_CHILD, tries, question, answer, Optional.of(begun));
    }

    CallView ended(ChildUse use) {
        return new CallView(
                proposal,
                state,
                tries,
                question,
                answer,
                child.map(one -> new Child(one.run(), one.agent(), one.loan(), Optional.of(use))));
    }

    /** Whether another agent has answered that had read nothing but words that somebody vouches for. */
    public boolean isVouchedFor() {
        return child.flatMap(Child::use).filter(use -> !use.untrusted()).isPresent();
    }

    /** The child that is at work on it now. */
    public Optional<Child> openChild() {
        return state == CallState.AWAITING_CHILD ? child : Optional.empty();
    }

    public String id() {
        return proposal.call();
    }

    public int step() {
        return proposal.step();
    }

    public int ordinal() {
        return proposal.ordinal();
    }

    /** Empty where the model made a name up. */
    public String tool() {
        return proposal.tool();
    }

    public String useId() {
        return proposal.useId();
    }

    public Sha256 argsHash() {
        return proposal.argsHash();
    }

    public JsonNode arguments() {
        return proposal.arguments();
    }

    public Optional<String> compensates() {
        return proposal.compensates();
    }

    public int attempts() {
        return tries.attempts();
    }

    public int outcomes() {
        return tries.outcomes();
    }

    public boolean doubt() {
        return tries.doubt();
    }

    public Optional<String> key() {
        return tries.key();
    }

    public Optional<Instant> firstIntent() {
        return tries.firstIntent();
    }

    public Optional<Instant> notBefore() {
        return tries.notBefore();
    }

    public Optional<Instant> deadline() {
        return tries.deadline();
    }

    public Optional<String> approval() {
        return question.map(Question::approval);
    }

    public Optional<Instant> waitsUntil() {
        return question.map(Question::waitsUntil);
    }
}
