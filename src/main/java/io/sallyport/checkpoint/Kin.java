package io.sallyport.checkpoint;

import io.sallyport.core.Bytes;
import java.util.Optional;

/**
 * What a commit means for the runs around its own.
 *
 * @param begins the child that it begins
 * @param report what the parent is told of the end, where the commit ends a child; a JSON object as exact bytes
 */
public record Kin(Optional<NewChild> begins, Optional<Bytes> report) {
    public static final Kin NONE = new Kin(Optional.empty(), Optional.empty());

    /** A commit that begins {@code child}. */
    public static Kin begins(NewChild child) {
        return new Kin(Optional.of(child), Optional.empty());
    }

    /** A commit that ends a child. */
    public static Kin tells(Bytes report) {
        return new Kin(Optional.empty(), Optional.of(report));
    }
}
