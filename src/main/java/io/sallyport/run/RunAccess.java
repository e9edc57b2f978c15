package io.sallyport.run;

import io.sallyport.checkpoint.RunRecord;
import io.sallyport.identity.AgentIdentity;
import io.sallyport.identity.Caller;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whose a run is: its creator's, by client and subject, and any administrator's of its tenant. For everybody else it is not there. */
final class RunAccess {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}");

    private RunAccess() {}

    /** Whether this can be the name of anything here. What cannot is not looked for: no store has to cope with it. */
    static boolean isId(String word) {
        return ID.matcher(word).matches();
    }

    static boolean mayUse(Caller caller, RunRecord run) {
        return mayUse(caller, run.tenant(), run.client(), run.subject());
    }

    static boolean mayUse(Caller caller, String tenant, String client, @Nullable String subject) {
        return caller.identity().tenant().equals(tenant)
                && (isCreator(caller.identity(), client, subject)
                        || caller.may().allows("admin"));
    }

    static boolean isCreator(AgentIdentity identity, String client, @Nullable String subject) {
        return identity.client().equals(client) && Objects.equals(identity.subject(), subject);
    }

    /** Who did something, as records name them. */
    static String actor(AgentIdentity identity) {
        return identity.subject() == null ? identity.client() : identity.client() + "/" + identity.subject();
    }
}
