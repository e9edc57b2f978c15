package io.sallyport.checkpoint;

import io.sallyport.core.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A signal that is to be raised.
 *
 * @param call the call that it settles: there is one signal of each kind about it; null: there may be any number
 */
public record NewSignal(
        String run,
        Signal.Kind kind,
        Bytes data,
        String actor,
        @Nullable String call) {
    /** A signal that settles no call. */
    public NewSignal(String run, Signal.Kind kind, Bytes data, String actor) {
        this(run, kind, data, actor, null);
    }
}
