package io.sallyport.catalog;

import java.util.Optional;

/** Knows whether tokens of users can be kept for runs that act in their name. */
@FunctionalInterface
public interface UserKeyCheck {
    /** What to set, one sentence; empty where nothing is missing. */
    Optional<String> missing();
}
