package io.sallyport.run;

import io.sallyport.checkpoint.RunRecord;
import io.sallyport.core.Names;
import io.sallyport.core.Nearest;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.identity.AgentIdentity;
import io.sallyport.identity.Caller;
import io.sallyport.tool.ToolError;
import java.util.Objects;
import java.util.Optional;

/** What can be wrong with what somebody wants of a run. */
public final class RunProblems {
    private static final int RETRY_AFTER_SECONDS = 2;

    private static final String SEE = "GET /v1/runs/{id} has the question with its schema.";

    private RunProblems() {}

    /** Nobody knows whether anything was done. */
    public static Problem storeUnavailable() {
        return Problem.of(
                        ProblemCode.STORE_UNAVAILABLE,
                        "The database that holds the runs cannot be reached, or cannot do it now.",
                        "Try again, with the same Idempotency-Key; what did not answer is not to be taken as done.")
                .with(Problem.RETRY_AFTER_SECONDS, RETRY_AFTER_SECONDS);
    }

    // Only what the caller may use is ever named: a suggestion must not tell of anything else.
    static Problem noSuchAgent(Caller caller, String agent) {
        Optional<String> nearest = Nearest.to(agent, Agents.permitted(caller));
        String detail = "There is no agent \"" + Names.shown(agent) + "\" here.";
        String list = "GET /v1/models lists those you may use as agents/<name>.";
        return nearest.map(name -> Problem.of(
                                ProblemCode.AGENT_NOT_FOUND, detail, "Did you mean \"" + name + "\"? " + list)
                        .with("suggestion", name))
                .orElseGet(() -> Problem.of(ProblemCode.AGENT_NOT_FOUND, detail, list))
                .at("agent");
    }

    static Problem keyRequired(String agent) {
        return Problem.of(
                        ProblemCode.IDEMPOTENCY_KEY_REQUIRED,
                        "The agent \"" + agent + "\" takes no order without the header Idempotency-Key.",
                        "Send a key that is new for each thing you want done, and the same when you repeat it.")
                .at("Idempotency-Key");
    }

    static Problem keyReused() {
        return Problem.of(
                        ProblemCode.IDEMPOTENCY_KEY_REUSED,
                        "This Idempotency-Key stands for an earlier request with another body.",
                        "Take a new key, or send the body that the key was first used with.")
                .at("Idempotency-Key");
    }

    static Problem threadBusy(String run) {
        return Problem.of(
                        ProblemCode.THREAD_BUSY,
                        "The thread's run " + run + " has not ended.",
                        "Wait for it, cancel it, or send \"busy\": \"enqueue\" to wait in line.")
                .at("thread")
                .with("run", run);
    }

    static Problem noSuchThread(String thread) {
        return Problem.of(
                        ProblemCode.THREAD_NOT_FOUND,
                        "There is no thread \"" + Names.shown(thread) + "\" of yours with this agent.",
                        "Omit thread for a new one.")
                .at("thread");
    }

    static Problem noSuchRun(String run) {
        return Problem.of(
                ProblemCode.RUN_NOT_FOUND,
                "There is no run \"" + Names.shown(run) + "\", or it is not yours to see.",
                "Check the id, and with whose credential you ask.");
    }

    static Problem noSuchCall(String call) {
        return Problem.of(
                ProblemCode.NOT_FOUND,
                "The run has no tool call \"" + Names.shown(call) + "\".",
                "GET /v1/runs/{id} lists its calls.");
    }

    static Problem noSuchApproval(String approval) {
        return Problem.of(
                ProblemCode.NOT_FOUND,
                "There is no approval \"" + Names.shown(approval) + "\" of this run that you may see.",
                "GET /v1/approvals lists what waits for you.");
    }

    static Problem ended(RunRecord run) {
        return Problem.of(
                        ProblemCode.RUN_ENDED,
                        "The run has ended: " + run.status() + ".",
                        "Nothing can be done to it any more; start another.")
                .with("runStatus", run.status().name());
    }

    static Problem notEnded(RunRecord run) {
        return Problem.of(
                        ProblemCode.RUN_NOT_ENDED,
                        "The run is " + run.status() + "; only what has ended can be erased.",
                        "Cancel it and wait for its end.")
                .with("runStatus", run.status().name());
    }

    static Problem notWaiting(String detail) {
        return Problem.of(
                ProblemCode.RUN_NOT_WAITING, detail, "GET /v1/runs/{id} says in waiting what the run waits for.");
    }

    static Problem settled(String call, String by) {
        return notWaiting("The call " + call + " has been settled by " + by + ".")
                .with("decidedBy", by);
    }

    static Problem noPerson(AgentIdentity who) {
        return Problem.of(
                ProblemCode.PERMISSION_DENIED,
                "This is for a person to decide, and \"" + who.client() + "\" is a program.",
                "Ask with the access token of somebody who has signed in.");
    }

    static Problem ownApproval(String agent) {
        return Problem.of(
                ProblemCode.PERMISSION_DENIED,
                "You come by the agent's own client, and \"" + agent + "\" does not approve what it wants itself.",
                "Ask with a token that another client was given for you.");
    }

    static Problem noUser(AgentIdentity who) {
        return Problem.of(
                ProblemCode.USER_REQUIRED,
                "The run waits for its user to sign in again, and \"" + who.client()
                        + "\" comes as a program, or with an API key.",
                "Send this with a fresh access token of the user who started the run.");
    }

    static Problem agentIsNotTheUser(String agent) {
        return Problem.of(
                ProblemCode.PERMISSION_DENIED,
                "You come by the client of the agent \"" + agent + "\", and an agent does not vouch for its user.",
                "Send a token that the user was given through another client, such as the one that started the run.");
    }

    static Problem anotherUser() {
        return Problem.of(
                ProblemCode.PERMISSION_DENIED,
                "The run acts in the name of the user who started it, and you are somebody else.",
                "The same user (sub) of the same issuer has to sign in again; or cancel the run.");
    }

    static Problem actsForNobody() {
        return notWaiting(
                "The run acts in no user's name: it was started without an access token of a person, or none of"
                        + " its tools needs one.");
    }

    static Problem decided(String by, String decision) {
        return Problem.of(ProblemCode.APPROVAL_DECIDED, "This call was " + decision + " by " + by + " already.")
                .with("decidedBy", by)
                .with("decision", decision);
    }

    static Problem expired(ApprovalLine line) {
        return Problem.of(
                        ProblemCode.APPROVAL_EXPIRED,
                        "Nobody decided in time, or the run has ended; the call is not made.",
                        "Nothing can be done about this call; the agent may ask again.")
                .with("expiresAt", line.expiresAt().toString());
    }

    static Problem argumentsChanged(ApprovalLine line) {
        return Problem.of(
                        ProblemCode.ARGUMENTS_CHANGED,
                        "These are not the arguments that wait for approval.",
                        "Look at the approval again; to have something else done, deny it and say why.")
                .at("argumentsHash")
                .with("argumentsHash", line.argsHash().hex());
    }

    static Problem answerMismatch(ToolError error) {
        Problem problem =
                Problem.of(ProblemCode.ANSWER_MISMATCH, error.message(), Objects.requireNonNullElse(error.fix(), SEE));
        return (error.path() == null ? problem : problem.with("path", error.path())).at("answer");
    }
}
