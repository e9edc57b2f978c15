package io.sallyport.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Named numbers, in the order in which they were found. */
record Figures(Map<String, Double> byName) {
    static Figures none() {
        return new Figures(new LinkedHashMap<>());
    }

    Figures with(String name, double value) {
        byName.put(name, value);
        return this;
    }

    @Override
    public String toString() {
        return byName.entrySet().stream()
                .map(figure -> "%s %.1f".formatted(figure.getKey(), figure.getValue()))
                .collect(Collectors.joining(", "));
    }
}
