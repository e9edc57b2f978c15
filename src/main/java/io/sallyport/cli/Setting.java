package io.sallyport.cli;

import java.util.Locale;
import java.util.Optional;

/** Settings that are needed before there is a configuration: from system properties, else from the environment. */
final class Setting {
    private Setting() {}

    /** The value of {@code property}; empty where it is not set or blank. */
    static Optional<String> of(String property) {
        String value = System.getProperty(property, System.getenv(variable(property)));
        return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
