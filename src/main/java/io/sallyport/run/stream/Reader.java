package io.sallyport.run.stream;

/** Who reads a run's stream. Everything is called where the reading was told to call it. */
public interface Reader {
    /** Whether it can take something now. Where not, it says {@link Reading#resume()} once it can. */
    boolean ready();

    /** The next thing. Events of the journal come each once, in order, without a gap; other things come between them or not at all. */
    void take(StreamItem item);

    /** The event that ends the run has been taken: nothing ever follows. */
    void end();
}
