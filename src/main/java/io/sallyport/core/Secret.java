package io.sallyport.core;

import java.util.function.Supplier;

/**
 * A value that must not be seen. It prints as {@code ***}, compares by identity, and gives itself away only to {@link #reveal()},
 * which is asked each time it is needed, so that a secret read from a file follows the file.
 *
 * @param <T> what is kept
 */
public final class Secret<T> {
    private final Supplier<T> source;

    private Secret(Supplier<T> source) {
        this.source = source;
    }

    public static <T> Secret<T> of(T value) {
        return new Secret<>(() -> value);
    }

    /** A secret that is looked up again at each use; {@code source} must be cheap and never block. */
    public static <T> Secret<T> from(Supplier<T> source) {
        return new Secret<>(source);
    }

    public T reveal() {
        return source.get();
    }

    @Override
    public String toString() {
        return "***";
    }
}
