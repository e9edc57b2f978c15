package io.sallyport.edge.runs;

/** Where to go from a run. */
public record RunLinks(String self, String events, String cancel, String thread) {
    static RunLinks of(String run, String thread) {
        String self = "/v1/runs/" + run;
        return new RunLinks(self, self + "/events", self + "/cancel", "/v1/threads/" + thread);
    }
}
