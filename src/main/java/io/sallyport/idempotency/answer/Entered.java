package io.sallyport.idempotency.answer;

import java.time.Duration;

/** What a request with a key is to be told. */
public sealed interface Entered {
    /** It is its own to execute. */
    record Mine(Execution execution) implements Entered {}

    /** It was done: this is the answer. */
    record Done(KeptAnswer answer) implements Entered {}

    /** It was done, and its answer was too large to be kept. */
    record NotKept() implements Entered {}

    /** Somebody is at it, and has been for {@code age}. */
    record InFlight(Duration age) implements Entered {}

    /** The key stands for another request. */
    record Reused() implements Entered {}
}
