package io.sallyport.crash;

import java.util.List;

/**
 * A run that was accepted, and what its client has seen.
 *
 * @param number    the client's key, and the beginning of its orders
 * @param ended     whether the client saw its end
 * @param frames    durable events that the client has
 * @param takenBack what a later reading contradicted; empty where nothing was
 * @param connections how often the client had to come back, the first time included
 */
record Job(
        String number,
        EffectClass effect,
        String run,
        boolean ended,
        int frames,
        List<String> takenBack,
        int connections) {}
