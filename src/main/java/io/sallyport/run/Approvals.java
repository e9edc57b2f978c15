package io.sallyport.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.checkpoint.Checkpoints;
import io.sallyport.checkpoint.Decided;
import io.sallyport.checkpoint.Decision;
import io.sallyport.core.Sha256;
import io.sallyport.core.json.Json;
import io.sallyport.identity.AgentIdentity;
import io.sallyport.identity.Caller;
import io.sallyport.identity.IdentityProblems;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a person's yes or no. Who has {@code approve:<agent>} or {@code approve:<tool>} may see and decide it; only persons have
 * such permissions, and the agent's own client never decides about what the agent wants.
 */
@Singleton
public class Approvals {
    private final Checkpoints checkpoints;
    private final RunViews views;
    private final Wakes wakes;

    Approvals(Checkpoints checkpoints, RunViews views, Wakes wakes) {
        this.checkpoints = checkpoints;
        this.views = views;
        this.wakes = wakes;
    }

    /**
     * What is open and the caller may decide, the oldest first.
     *
     * @param most how many are looked at: of these, those that the caller may not decide are left out
     */
    public Uni<Waiting> waiting(Caller caller, @Nullable String after, int most) {
        return views.pending(caller.identity().tenant(), after, most + 1).map(found -> waiting(caller, found, most));
    }

    private static Waiting waiting(Caller caller, List<ApprovalLine> found, int most) {
        List<ApprovalLine> looked = found.subList(0, Math.min(most, found.size()));
        String next = found.size() > most ? looked.getLast().id() : null;
        return new Waiting(
                looked.stream().filter(line -> mayDecide(caller, line)).toList(), next);
    }

    /**
     * Some of what waits.
     *
     * @param next where to go on, or null at the end
     */
    public record Waiting(
            List<ApprovalLine> lines, @Nullable String next) {}

    /** Decides, once for all; the approval as it is then. */
    public Uni<ApprovalLine> decide(Caller caller, String run, String approval, Verdict verdict) {
        return (RunAccess.isId(approval)
                        ? views.approval(approval)
                        : Uni.createFrom().item(Optional.<ApprovalLine>empty()))
                .map(found -> found.filter(line -> line.run().equals(run) && isSeenBy(caller, line))
                        .orElseThrow(() -> RunProblems.noSuchApproval(approval).exception()))
                .call(line -> isNotTheAgent(caller.identity(), line))
                .invoke(line -> mustMatch(line, verdict))
                .chain(line ->
                        checkpoints.decide(decision(caller, line, verdict)).chain(now -> outcome(line, now)));
    }

    /** Whether {@code line} waits for the caller, among others. */
    public static boolean mayDecide(Caller caller, ApprovalLine line) {
        return caller.may().allows(permission(line.agent())) || caller.may().allows(permission(line.tool()));
    }

    // Who may see the run is told what is lacking; for all others there is nothing here.
    private static boolean isSeenBy(Caller caller, ApprovalLine line) {
        AgentIdentity who = caller.identity();
        if (!who.tenant().equals(line.tenant())) {
            return false;
        }
        if (mayDecide(caller, line)) {
            return true;
        }
        if (RunAccess.mayUse(caller, line.tenant(), line.client(), line.subject())) {
            throw (who.person() ? IdentityProblems.denied(who, permission(line.agent())) : RunProblems.noPerson(who))
                    .exception();
        }
        return false;
    }

    private static String permission(String name) {
        return "approve:" + name;
    }

    private Uni<Void> isNotTheAgent(AgentIdentity who, ApprovalLine line) {
        return checkpoints
                .revision(line.revision())
                .invoke(spec -> {
                    String own = Json.own(spec).path("agent").path("client").asText();
                    if (who.client().equals(own)) {
                        throw RunProblems.ownApproval(line.agent()).exception();
                    }
                })
                .replaceWithVoid();
    }

    private static void mustMatch(ApprovalLine line, Verdict verdict) {
        boolean otherHash =
                verdict.argsHash().filter(hash -> !hash.equals(line.argsHash())).isPresent();
        boolean otherArguments = verdict.arguments()
                .map(arguments -> Json.canonical(arguments).sha256())
                .filter(hash -> !hash.equals(line.argsHash()))
                .isPresent();
        if (otherHash || otherArguments) {
            throw RunProblems.argumentsChanged(line).exception();
        }
    }

    private static Decision decision(Caller caller, ApprovalLine line, Verdict verdict) {
        Sha256 hash = verdict.argsHash().orElse(line.argsHash());
        ObjectNode data = Json.object()
                .put("approval", line.id())
                .put("call", line.call())
                .put("decision", verdict.decision() == Decision.Verdict.APPROVED ? "approve" : "deny")
                .put("argsHash", hash.hex());
        verdict.reason().ifPresent(reason -> data.put("reason", reason));
        return new Decision(
                line.run(), line.id(), verdict.decision(), hash, RunAccess.actor(caller.identity()), Json.bytes(data));
    }

    private Uni<ApprovalLine> outcome(ApprovalLine line, Decided decided) {
        return switch (decided) {
            case Decided.Now now -> {
                wakes.wake(line.run());
                yield views.approval(line.id()).map(found -> found.orElse(line));
            }
            case Decided.Already(String by, Decision.Verdict verdict) ->
                throw RunProblems.decided(by, verdict.name().toLowerCase(Locale.ROOT))
                        .exception();
            case Decided.Expired() -> throw RunProblems.expired(line).exception();
            case Decided.ArgumentsDiffer() ->
                throw RunProblems.argumentsChanged(line).exception();
            case Decided.NotFound() ->
                throw RunProblems.noSuchApproval(line.id()).exception();
        };
    }
}
