package io.sallyport.run;

import io.sallyport.checkpoint.Checkpoints;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.checkpoint.Signal;
import io.sallyport.core.json.Json;
import io.sallyport.identity.Caller;
import io.sallyport.identity.UserToken;
import io.sallyport.run.UserTokens.Behind;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/**
 * A run acts in the name of whoever started it, and nobody else's: when that token has expired, the same person, and nobody in their place,
 * gives it another one.
 */
@Singleton
public class Reauthentication {
    private final Runs runs;
    private final Checkpoints checkpoints;
    private final UserTokens users;

    Reauthentication(Runs runs, Checkpoints checkpoints, UserTokens users) {
        this.runs = runs;
        this.checkpoints = checkpoints;
        this.users = users;
    }

    /** Takes the caller's own token for the run, and wakes it. Again changes nothing. */
    public Uni<RunRecord> by(Caller caller, String run) {
        return runs.find(caller, run)
                .invoke(record -> {
                    if (record.status().terminal()) {
                        throw RunProblems.ended(record).exception();
                    }
                })
                .chain(record -> {
                    UserToken token = caller.user()
                            .orElseThrow(
                                    () -> RunProblems.noUser(caller.identity()).exception());
                    return isNotTheAgent(caller, record)
                            .chain(() -> users.of(record.rootRun()))
                            .invoke(behind -> mustBeOf(token, behind))
                            .chain(() -> users.renew(record.rootRun(), token))
                            .chain(() -> runs.signal(
                                    caller.identity(),
                                    record,
                                    Signal.Kind.INPUT,
                                    Json.object().put(Signal.REAUTHENTICATED, true),
                                    null));
                });
    }

    /** A token that the agent's own client was given is the agent's to use, and proves nobody's presence. */
    private Uni<Void> isNotTheAgent(Caller caller, RunRecord record) {
        return checkpoints
                .revision(record.revision())
                .invoke(spec -> {
                    String own = Json.own(spec).path("agent").path("client").asText();
                    if (caller.identity().client().equals(own)) {
                        throw RunProblems.agentIsNotTheUser(record.agent()).exception();
                    }
                })
                .replaceWithVoid();
    }

    private static void mustBeOf(UserToken token, Behind behind) {
        boolean same = switch (behind) {
            case Behind.Nobody _ -> throw RunProblems.actsForNobody().exception();
            case Behind.Away(String issuer, String subject) -> token.isOf(issuer, subject);
            case Behind.Present(UserToken kept) -> token.isOf(kept.issuer(), kept.subject());
        };
        if (!same) {
            throw RunProblems.anotherUser().exception();
        }
    }
}
