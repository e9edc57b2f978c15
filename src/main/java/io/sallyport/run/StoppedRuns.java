package io.sallyport.run;

import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.PromptSpec;
import io.sallyport.core.Bytes;
import io.sallyport.core.json.Json;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.stop.Stop;
import io.sallyport.stop.Stops;
import java.util.Optional;

/** What stops mean for runs. */
public final class StoppedRuns {
    private StoppedRuns() {}

    /**
     * Whom a run stands and falls with.
     *
     * @param client who has started it
     */
    public static Stops.Actor actor(AgentRevision revision, String client) {
        PromptSpec prompt = revision.prompt();
        return new Stops.Actor(
                revision.agent().name(), revision.agent().client(), prompt.name() + "@" + prompt.version(), client);
    }

    /** The last event of a run that has met {@code stop}. */
    public static RunEvent.Cancelled ended(Stop stop) {
        return new RunEvent.Cancelled(stop.by(), Optional.of(stop.sentence()));
    }

    /** The same as a wish to cancel, for runs that nobody works on. */
    public static Bytes wish(Stop stop) {
        return Json.bytes(Json.object().put("reason", stop.sentence()));
    }
}
