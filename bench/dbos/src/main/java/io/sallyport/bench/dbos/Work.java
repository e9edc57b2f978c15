package io.sallyport.bench.dbos;

/** A workflow. */
public interface Work {
    /** Makes so many steps, each of which answers about as much as a model or a tool does; what the last one said. */
    String perform(int steps);
}
