package io.sallyport.edge.health;

/** What the gateway keeps things in. */
enum Store {
    POSTGRES("postgres"),
    REDIS("redis");

    private final String label;

    Store(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
