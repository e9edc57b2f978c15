package io.sallyport.catalog.load;

/** A limit that nobody enforces is worse than none: whoever wrote it relies on it. */
final class Limits {
    private Limits() {}

    static void refuse(Fields fields) {
        if (fields.has("limits")) {
            fields.findings()
                    .error(
                            fields.keyAt("limits"),
                            "This version does not enforce limits, so it refuses to pretend.",
                            "Remove `limits`, and bound the spend at the provider.");
        }
    }
}
