package io.sallyport.catalog.yaml;

/** What a single value is, by the core schema of YAML 1.2. */
public enum ScalarType {
    TEXT,
    WHOLE_NUMBER,
    NUMBER,
    SWITCH,
    NOTHING
}
