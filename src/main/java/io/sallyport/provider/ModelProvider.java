package io.sallyport.provider;

import io.sallyport.catalog.ProviderDialect;

/** A way to reach models. Called on a Vert.x event-loop context; everything is reported back on that same context. */
public interface ModelProvider {
    /** The dialect this adapter serves; there is one adapter for each. */
    ProviderDialect dialect();

    /**
     * Begins one attempt. Never throws and never blocks: whatever goes wrong is reported to {@code listener}, after this method has
     * returned. Exactly one of {@link ProviderListener#ended} and {@link ProviderListener#failed} is the last report, unless the call
     * is cancelled, after which there are none.
     */
    ProviderCall call(ProviderRequest request, ProviderListener listener);
}
