package io.sallyport.catalog;

import java.util.function.Consumer;

/** Gives the current snapshot. Reading it is one volatile read; never keep the source's answer across requests. */
public interface CatalogSource {
    Catalog current();

    /** Calls {@code listener} after each change with the new snapshot, and once at once; from any thread, in order. */
    void onChange(Consumer<Catalog> listener);
}
