package io.sallyport.provider;

/** An attempt under way. All methods may be called at any time, on the context the call was begun on. */
public interface ProviderCall {
    /** Stops reading from the provider, so that it feels the back-pressure. */
    void pause();

    void resume();

    /** Gives the attempt up: aborts the exchange with the provider at once and reports nothing more. Does nothing after the end. */
    void cancel();
}
