package io.sallyport.tool;

import io.sallyport.core.Names;
import io.sallyport.core.Nearest;
import io.sallyport.stop.Stop;
import java.util.Collection;
import java.util.List;

/** The words of tools' errors: each code once, and the sentences that are the same wherever they are said. {@code docs/tools.md} lists them. */
public final class ToolErrors {
    public static final String INVALID_ARGUMENTS = "invalid_arguments";
    public static final String UNKNOWN_TOOL = "unknown_tool";
    /** A condition of the agent's grant forbids the call. */
    public static final String NOT_PERMITTED = "not_permitted";
    /** An administrator has stopped the tool. */
    public static final String STOPPED = "tool_stopped";
    /** Nothing was sent: the tool could not be reached. */
    public static final String UNREACHABLE = "tool_unreachable";
    /** Nothing was sent: its address is one that tools may not have. */
    public static final String EGRESS_REFUSED = "egress_refused";
    /** Nothing was sent: no token for the agent was to be had. */
    public static final String AUTH_UNAVAILABLE = "tool_auth_unavailable";
    /** Nothing was sent: the tool is called in a user's name, and no user stands behind the call. */
    public static final String USER_REQUIRED = "user_required";
    /** Nothing was sent: the issuer does not let the agent act for the user at this tool. */
    public static final String AUTH_REFUSED = "tool_auth_refused";
    /** Nothing was sent: too many calls of this tool are under way. */
    public static final String OVERLOADED = "tool_overloaded";
    /** Nothing was sent: it has failed so often that it is left alone for a while. */
    public static final String UNAVAILABLE = "tool_unavailable";
    /** Nothing was sent: the manifest cannot be used. */
    public static final String MISCONFIGURED = "tool_misconfigured";
    /** It answered that it will not do this: a 4xx. */
    public static final String REFUSED = "tool_refused";
    /** It answered: not now. */
    public static final String BUSY = "tool_busy";
    /** It answered with an error of its own: a 5xx. */
    public static final String FAILED = "tool_failed";
    /** It did not answer in time. */
    public static final String TIMEOUT = "tool_timeout";
    /** The connection broke before the answer was whole. */
    public static final String BROKEN = "tool_connection_broken";
    /** Its answer is larger than anything that is kept. */
    public static final String OUTPUT_TOO_LARGE = "output_too_large";
    /** It answered with something that is not read: no text, or compressed. */
    public static final String CONTENT_REFUSED = "content_refused";
    /** Its answer is no HTTP, or no answer to the call. */
    public static final String MALFORMED = "tool_answer_malformed";
    /** Nothing was sent: nobody has accepted the remote tool's definition yet. */
    public static final String NOT_ACCEPTED = "tool_not_accepted";
    /** Nothing was sent: the remote tool's definition is another one than was accepted. */
    public static final String CHANGED = "tool_changed";
    /** Nothing was sent: the tool's server does not offer it. */
    public static final String WITHDRAWN = "tool_withdrawn";

    /** Nothing was sent: the business key stands for a call with other arguments. */
    public static final String KEY_REUSED = "idempotency_key_reused";
    /** Nothing was sent: the business key is somebody else's. */
    public static final String KEY_CONFLICT = "idempotency_conflict";
    /** Nothing was sent: a call with the same business key is under way. */
    public static final String IN_PROGRESS = "in_progress";
    /** Nothing was sent: nobody knows what came of an earlier call with the same business key. */
    public static final String UNKNOWN_EFFECT = "unknown_effect";
    /** Nothing was sent: an earlier call with the same business key was undone. */
    public static final String UNDONE = "compensated";

    private static final int MOST_NAMES = 20;

    private ToolErrors() {}

    /** The arguments are not what the tool wants; {@code path} is the one at fault as a JSON Pointer, empty for all of them. */
    public static ToolError invalidArguments(String what, String fix, String path) {
        return new ToolError(INVALID_ARGUMENTS, what, false, fix, path);
    }

    /** A model asked for a tool that it has not got; {@code permitted} are those that it has. */
    public static ToolError unknownTool(String name, Collection<String> permitted) {
        List<String> names = permitted.stream().sorted().toList();
        String fix = Nearest.to(name, names)
                .map(meant -> "Did you mean `" + meant + "`?")
                .orElse(
                        names.isEmpty()
                                ? "There are no tools here: answer without."
                                : "There are: "
                                        + String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())))
                                        + ".");
        return new ToolError(UNKNOWN_TOOL, "There is no tool `" + Names.shown(name) + "` here.", false, fix, null);
    }

    /** The tool is stopped, and this call was not made. */
    public static ToolError stopped(Stop stop) {
        return new ToolError(STOPPED, stop.sentence() + " This call was not made.", false, "Go on without it.", null)
                .by(rule(stop));
    }

    /** The tool is stopped before anybody knows what an earlier attempt at this call has done. */
    public static ToolError stoppedInDoubt(Stop stop) {
        return doubtful(STOPPED, stop.sentence() + " Nobody asks it any more what became of an earlier attempt.")
                .by(rule(stop));
    }

    private static String rule(Stop stop) {
        return "stop " + stop.target();
    }

    public static ToolError keyReused() {
        return notMade(
                KEY_REUSED,
                "An earlier call has this call's business key, with other arguments.",
                "Look up what that call did, or use another reference.");
    }

    public static ToolError keyOfAnother() {
        return notMade(
                KEY_CONFLICT,
                "This business has been taken care of by a call of somebody else's.",
                "Ask who is responsible for it, or use another reference.");
    }

    /** The same call is under way somewhere, and may be for a while. */
    public static ToolError keyUnderWay() {
        return later(IN_PROGRESS, "A call with the same business key is under way.");
    }

    public static ToolError keyUnknown() {
        return notMade(
                UNKNOWN_EFFECT,
                "An earlier call has this call's business key, and nobody knows whether it was done.",
                "Do not repeat it; find out, or leave it to a person.");
    }

    public static ToolError keyUndone() {
        return notMade(
                UNDONE,
                "An earlier call with this business key was undone, because nobody knew whether it was done.",
                "Use another reference, or leave it to a person.");
    }

    /** It was done; what came of it is not there any more. */
    public static ToolError keyErased() {
        return notMade(
                KEY_CONFLICT,
                "An earlier call with this business key was done, and its result has been erased.",
                "Take it as done.");
    }

    private static ToolError notMade(String code, String what, String fix) {
        return new ToolError(code, what + " This one was not made.", false, fix, null);
    }

    /** The tool called {@code name} acts in a user's name, and whoever began this is a program, or came with an API key. */
    public static ToolError userRequired(String name) {
        return new ToolError(
                USER_REQUIRED,
                "The tool `" + name
                        + "` is called in a user's name, and no user stands behind this call: it comes from a"
                        + " program, or from an API key.",
                false,
                "Nothing was done. It takes somebody who has signed in to start this with their own access token. Go on"
                        + " without the tool.",
                null);
    }

    /** The issuer was asked for a token in the user's name, and said no. */
    public static ToolError userRefused() {
        return new ToolError(
                AUTH_REFUSED,
                "The issuer gives the agent no token to call this tool in the user's name.",
                false,
                "Nothing was done. The operator has to let the agent's client exchange tokens for this tool's audience, or"
                        + " the user has to sign in again. Go on without the tool.",
                null);
    }

    /** Nothing was done, and the same call may succeed later. */
    public static ToolError later(String code, String message) {
        return new ToolError(code, message, true, "Nothing was done. Try again later, or go on without.", null);
    }

    /** Nobody can know whether it was done. */
    public static ToolError doubtful(String code, String message) {
        return new ToolError(code, message, false, "It may or may not have been done: do not simply repeat it.", null);
    }

    /** It failed, and it makes no difference to anything but the answer. */
    public static ToolError harmless(String code, String message) {
        return new ToolError(code, message, true, "Try again later, or go on without.", null);
    }
}
