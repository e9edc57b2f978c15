package io.sallyport.run;

import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.checkpoint.Accepted;
import io.sallyport.identity.Caller;
import io.sallyport.identity.UserToken;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Keeps the token of whoever starts a run, where the run may have to act in their name. */
final class RunUsers {
    private static final Logger LOG = Logger.getLogger(RunUsers.class);

    private final UserTokens users;

    RunUsers(UserTokens users) {
        this.users = users;
    }

    /** What {@code accept} says; the token is there before the run is, and not longer where there is no new run. */
    Uni<Accepted> with(Caller caller, AgentRevision revision, String run, Supplier<Uni<Accepted>> accept) {
        Optional<UserToken> user = mayAct(caller, revision) ? caller.user() : Optional.empty();
        if (user.isEmpty()) {
            return accept.get();
        }
        return users.keep(run, user.get()).chain(accept::get).onItem().invoke(accepted -> {
            if (!(accepted instanceof Accepted.Created)) {
                forget(run);
            }
        });
    }

    /** Whether the agent, or one that it may call, has a tool that is called in the user's name. */
    private static boolean mayAct(Caller caller, AgentRevision revision) {
        boolean itself = revision.tools().values().stream().anyMatch(ToolSpec::inUsersName);
        boolean others = !revision.agent().agents().isEmpty()
                && caller.catalog().tools().values().stream().anyMatch(ToolSpec::inUsersName);
        return itself || others;
    }

    /** Where this fails it goes by its own end. */
    private void forget(String run) {
        var _ = users.forget(run)
                .subscribe()
                .with(done -> {}, failure -> LOG.debugf(failure, "a user's token stays until it expires"));
    }
}
