package io.sallyport.checkpoint;

/** A lease that was prolonged; {@code signals} is how many the run has now. */
public record Renewal(Lease lease, long signals) {}
