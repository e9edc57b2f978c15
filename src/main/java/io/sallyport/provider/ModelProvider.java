package io.sallyport.provider;

/** A way to reach models. Called on a Vert.x event-loop context; everything is reported back on that same context. */
public interface ModelProvider {
    /**
     * Begins one attempt. Never throws and never blocks: whatever goes wrong is reported to {@code listener}, after this method has
     * returned. Exactly one of {@link ProviderListener#ended} and {@link ProviderListener#failed} is the last report, unless the call
     * is cancelled, after which there are none.
     */
    ProviderCall call(ProviderRequest request, ProviderListener listener);
}
