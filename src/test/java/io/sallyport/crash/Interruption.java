package io.sallyport.crash;

import java.time.Instant;

/** A run that a fault has interrupted, and when. */
record Interruption(Fault fault, String run, Instant at) {}
