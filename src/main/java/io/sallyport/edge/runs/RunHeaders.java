package io.sallyport.edge.runs;

import io.sallyport.run.Started;
import java.util.LinkedHashMap;
import java.util.Map;

/** The headers of an answer that has started a run. */
public final class RunHeaders {
    /** Names the run. */
    public static final String RUN = "X-Sallyport-Run";

    /** Says that an earlier request with the same key has done this. */
    private static final String REPLAYED = "Idempotent-Replayed";

    private RunHeaders() {}

    /** Names and values. */
    public static Map<String, String> of(Started started) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(RUN, started.run().id());
        headers.put("Location", "/v1/runs/" + started.run().id());
        headers.put("Cache-Control", "no-store");
        if (started.how() == Started.How.REPLAYED) {
            headers.put(REPLAYED, "true");
        }
        return headers;
    }
}
