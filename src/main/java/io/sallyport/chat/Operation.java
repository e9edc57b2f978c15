package io.sallyport.chat;

/** What a model is asked to do. */
public enum Operation {
    CHAT("chat"),
    EMBEDDINGS("embeddings");

    private final String label;

    Operation(String label) {
        this.label = label;
    }

    /** The word that OpenTelemetry's conventions for generative AI have for it. */
    public String label() {
        return label;
    }
}
