package io.sallyport.run;

import io.sallyport.catalog.AgentRevision;
import io.sallyport.identity.Caller;
import io.sallyport.identity.IdentityProblems;
import java.util.List;

/** Which agents a caller may use. */
public final class Agents {
    private Agents() {}

    static String permission(String agent) {
        return "agent:" + agent;
    }

    /** The names of those that the caller may use, in the catalogue's order. */
    public static List<String> permitted(Caller caller) {
        return caller.catalog().agents().keySet().stream()
                .filter(name -> caller.may().allows(permission(name)))
                .toList();
    }

    /**
     * The agent as new runs are pinned to it.
     *
     * @throws io.sallyport.core.ProblemException {@code agent_not_found}, or {@code permission_denied}
     */
    public static AgentRevision of(Caller caller, String agent) {
        AgentRevision revision = caller.catalog().agents().get(agent);
        if (revision == null) {
            throw RunProblems.noSuchAgent(caller, agent).exception();
        }
        if (!caller.may().allows(permission(agent))) {
            throw IdentityProblems.denied(caller.identity(), permission(agent)).exception();
        }
        return revision;
    }
}
