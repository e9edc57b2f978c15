package io.sallyport.edge.runs;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.checkpoint.RunStatus;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a caller is told about a run that was accepted, or that something has been put into the inbox of. */
@RegisterForReflection
public record RunTicket(
        String id, @Schema(ref = "RunStatus") String status, String agent, String thread, RunLinks links) {
    /** The answer to the order, the same however often it is repeated. */
    static RunTicket accepted(RunRecord run) {
        return of(run, RunStatus.QUEUED);
    }

    static RunTicket of(RunRecord run) {
        return of(run, run.status());
    }

    private static RunTicket of(RunRecord run, RunStatus status) {
        return new RunTicket(run.id(), status.name(), run.agent(), run.thread(), RunLinks.of(run.id(), run.thread()));
    }
}
