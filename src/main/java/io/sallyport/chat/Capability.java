package io.sallyport.chat;

/** What a request may need of a model beyond plain text. The names are those of the catalogue. */
public enum Capability {
    /** Goes without saying, except of a model that lists {@link #EMBEDDINGS} and nothing else. */
    CHAT("chat"),
    TOOLS("tools"),
    VISION("vision"),
    AUDIO("audio"),
    JSON_SCHEMA("jsonSchema"),
    LOGPROBS("logprobs"),
    EMBEDDINGS("embeddings");

    private final String label;

    Capability(String label) {
        this.label = label;
    }

    /** As it is written in {@code capabilities: [...]}. */
    public String label() {
        return label;
    }
}
