package io.sallyport.tool.http;

import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.tool.Attempted;
import io.sallyport.tool.Attempted.Verdict;
import io.sallyport.tool.LookUpOutcome;
import io.sallyport.tool.LookUpOutcome.CannotTell;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolErrors;
import io.sallyport.tool.ToolOutcome;
import io.sallyport.tool.ToolOutcome.Applied;
import io.sallyport.tool.ToolOutcome.Later;
import io.sallyport.tool.ToolOutcome.NotApplied;
import io.sallyport.tool.ToolOutcome.NotSent;
import io.sallyport.tool.ToolOutcome.Succeeded;
import io.sallyport.tool.ToolOutcome.Unknown;
import io.sallyport.tool.http.Exchanged.Answer;
import io.sallyport.tool.http.Exchanged.Cause;
import io.sallyport.tool.http.Exchanged.Ending;
import io.sallyport.tool.http.Exchanged.NoLongerOurs;
import io.sallyport.tool.http.Exchanged.Silence;
import java.time.InstantSource;
import java.util.List;

/** From what an exchange came to, to what is known about the effect. {@code docs/tools.md} has the same as a table. */
public final class Outcomes {
    private final ToolSpec tool;
    private final InstantSource clock;

    public Outcomes(ToolSpec tool, InstantSource clock) {
        this.tool = tool;
        this.clock = clock;
    }

    /** What a call's exchange came to. */
    public Attempted<ToolOutcome> of(Exchanged exchanged) {
        return switch (exchanged) {
            case Exchanged.NotSent unsent -> Refused.of(tool, unsent);
            case NoLongerOurs lost -> Attempted.fine(new NotSent());
            case Silence silence -> new Attempted<>(silent(silence), verdict(silence));
            case Answer answer when answer.status() / 100 == 2 -> succeeded(answer);
            case Answer answer -> refused(answer);
        };
    }

    /** What the answer says about the key: 200 and a body, or 404; anything else says nothing. */
    public Attempted<LookUpOutcome> lookUp(Exchanged exchanged) {
        return switch (exchanged) {
            case Answer(int status, var headers, var body, Ending ending)
            when ending == Ending.WHOLE ->
                switch (status) {
                    case 200 ->
                        Attempted.fine(new LookUpOutcome.Applied(
                                ResultBody.json(body.getBytes(), headers.get("content-type"))));
                    case 404 -> Attempted.fine(new LookUpOutcome.NotApplied());
                    default ->
                        new Attempted<>(
                                cannotTell("It answered with status " + status + "."),
                                status >= 500 ? Verdict.FAILED : Verdict.FINE);
                };
            case Silence(Cause cause, String text)
            when cause == Cause.STALE -> new Attempted<>(cannotTell("The connection broke."), Verdict.STALE);
            case Answer cut -> Attempted.failed(cannotTell("Its answer did not arrive whole."));
            case Silence silence -> Attempted.failed(cannotTell("It did not answer."));
            case Exchanged.NotSent unsent -> Attempted.failed(cannotTell("It could not be asked."));
            case NoLongerOurs lost -> Attempted.fine(cannotTell("It was not asked."));
        };
    }

    private static LookUpOutcome cannotTell(String why) {
        return new CannotTell(
                ToolErrors.later(ToolErrors.UNREACHABLE, "Whether it was done could not be found out. " + why));
    }

    private ToolOutcome silent(Silence silence) {
        return switch (silence.cause()) {
            case BROKEN, STALE ->
                new Unknown(notKnown(ToolErrors.BROKEN, "The connection to the tool broke before it answered."));
            case TOO_LATE -> new Unknown(notKnown(ToolErrors.TIMEOUT, "The tool did not answer in time."));
            case MALFORMED -> new Unknown(notKnown(ToolErrors.MALFORMED, "The tool's answer is no HTTP."));
        };
    }

    private Verdict verdict(Silence silence) {
        return silence.cause() == Cause.STALE && tool.repeatable() ? Verdict.STALE : Verdict.FAILED;
    }

    private Attempted<ToolOutcome> succeeded(Answer answer) {
        return switch (answer.ending()) {
            case WHOLE ->
                Attempted.fine(new Succeeded(
                        ResultBody.json(
                                answer.body().getBytes(), answer.headers().get("content-type")),
                        List.of()));
            case TOO_LARGE -> Attempted.fine(tooLarge());
            case BROKEN ->
                Attempted.failed(new Unknown(
                        notKnown(ToolErrors.BROKEN, "The connection to the tool broke in the middle of its answer.")));
            case TOO_LATE ->
                Attempted.failed(
                        new Unknown(notKnown(ToolErrors.TIMEOUT, "The tool did not finish its answer in time.")));
        };
    }

    private ToolOutcome tooLarge() {
        String what = "The tool's answer is larger than anything that is kept.";
        return tool.effect() == Effect.NONE
                ? new NotApplied(new ToolError(ToolErrors.OUTPUT_TOO_LARGE, what, false, "Ask for less at once.", null))
                : new Applied(new ToolError(
                        ToolErrors.OUTPUT_TOO_LARGE, what, false, "It was done: do not repeat it.", null));
    }

    private Attempted<ToolOutcome> refused(Answer answer) {
        int status = answer.status();
        return switch (status) {
            case 429 -> Attempted.fine(later(answer));
            case 409, 425 -> Attempted.fine(conflict(answer));
            case 408 -> Attempted.failed(unknown(answer, "The tool gave up waiting for the request."));
            // A server that wants the request elsewhere has not performed it (RFC 9110 sections 15.4.8 and 15.4.9).
            case 307, 308 -> Attempted.fine(notApplied(answer, "The tool wants to be called elsewhere."));
            default -> refused(answer, status / 100);
        };
    }

    private Attempted<ToolOutcome> refused(Answer answer, int family) {
        if (family == 4) {
            return Attempted.fine(notApplied(answer, "The tool refused with status " + answer.status() + "."));
        }
        if (family == 3 && tool.effect() == Effect.NONE) {
            return Attempted.fine(notApplied(answer, "The tool wants to be called elsewhere."));
        }
        return Attempted.failed(unknown(answer, "The tool failed with status " + answer.status() + "."));
    }

    private ToolOutcome conflict(Answer answer) {
        if (tool.effect() == Effect.NONE) {
            return notApplied(answer, "The tool refused with status " + answer.status() + ".");
        }
        return tool.idempotency() == Idempotency.KEYED
                ? later(answer)
                : unknown(answer, "The tool reports a conflict, status " + answer.status() + ".");
    }

    private ToolOutcome later(Answer answer) {
        ToolError error = ToolErrors.later(ToolErrors.BUSY, "The tool says: not now (status " + answer.status() + ").");
        return new Later(RetryAfter.of(answer.headers(), clock), withDetail(error, answer));
    }

    private static ToolOutcome notApplied(Answer answer, String what) {
        ToolError error = new ToolError(
                ToolErrors.REFUSED, what, false, "Nothing was done. Change what the tool complains about.", null);
        return new NotApplied(withDetail(error, answer));
    }

    private ToolOutcome unknown(Answer answer, String what) {
        return new Unknown(withDetail(notKnown(ToolErrors.FAILED, what), answer));
    }

    private ToolError notKnown(String code, String what) {
        return tool.effect() == Effect.NONE ? ToolErrors.harmless(code, what) : ToolErrors.doubtful(code, what);
    }

    private static ToolError withDetail(ToolError error, Answer answer) {
        return ResultBody.detail(answer.body().getBytes(), answer.headers().get("content-type"))
                .map(error::with)
                .orElse(error);
    }
}
