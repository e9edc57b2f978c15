package io.sallyport.checkpoint;

import io.sallyport.core.Bytes;

/** A signal that is to be raised. */
public record NewSignal(String run, Signal.Kind kind, Bytes data, String actor) {}
