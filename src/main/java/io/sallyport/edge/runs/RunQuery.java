package io.sallyport.edge.runs;

import io.sallyport.checkpoint.RunStatus;
import io.sallyport.identity.AgentIdentity;
import io.sallyport.identity.Caller;
import io.sallyport.identity.IdentityProblems;
import io.sallyport.run.RunFilter;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The query parameters of a list of runs, as they were sent. */
record RunQuery(
        @Nullable String agent,
        @Nullable String thread,
        @Nullable String status,
        @Nullable String all,
        @Nullable String after,
        @Nullable String limit) {

    int size() {
        return Pages.limit(limit);
    }

    /** One more than a page holds, so that it is seen whether there are more. */
    RunFilter filter(Caller caller) {
        return new RunFilter(
                caller.identity().tenant(),
                creator(caller),
                Pages.id("agent", agent),
                Pages.id("thread", thread),
                Optional.ofNullable(status).map(RunQuery::status),
                Pages.id("after", after),
                size() + 1);
    }

    private Optional<RunFilter.Creator> creator(Caller caller) {
        AgentIdentity who = caller.identity();
        if (!"true".equals(all)) {
            return Optional.of(new RunFilter.Creator(who.client(), who.subject()));
        }
        if (!caller.may().allows("admin")) {
            throw IdentityProblems.denied(who, "admin").exception();
        }
        return Optional.empty();
    }

    private static RunStatus status(String asked) {
        return Arrays.stream(RunStatus.values())
                .filter(status -> status.name().equals(asked))
                .findFirst()
                .orElseThrow(() -> Fields.bad(
                        "status",
                        "is not a status",
                        "Send one of "
                                + String.join(
                                        ", ",
                                        Arrays.stream(RunStatus.values())
                                                .map(Enum::name)
                                                .toList())
                                + "."));
    }
}
