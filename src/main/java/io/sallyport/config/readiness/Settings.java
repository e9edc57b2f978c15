package io.sallyport.config.readiness;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Settings as they are known before there is a configuration: the environment, and system properties in front of it.
 *
 * @param values by the name of the environment variable
 */
public record Settings(Map<String, String> values) {

    public Settings {
        values = Map.copyOf(values);
    }

    /** Of this process, at this moment. */
    public static Settings current() {
        return of(System.getenv(), System.getProperties());
    }

    static Settings of(Map<String, String> environment, Properties properties) {
        Map<String, String> values = new TreeMap<>(environment);
        properties.stringPropertyNames().stream()
                .filter(name -> name.startsWith("quarkus.") || name.startsWith("sallyport."))
                .forEach(name -> values.put(variable(name), properties.getProperty(name)));
        return new Settings(values);
    }

    /** The value of a property or variable; empty where it is not set or blank. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(variable(name)))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    boolean is(String name, String value) {
        return get(name).filter(value::equalsIgnoreCase).isPresent();
    }

    /** The variables that are set and begin so, in their order. */
    List<String> namesBeginning(String prefix) {
        return values.keySet().stream()
                .filter(name -> name.startsWith(prefix) && get(name).isPresent())
                .sorted()
                .toList();
    }

    private static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
