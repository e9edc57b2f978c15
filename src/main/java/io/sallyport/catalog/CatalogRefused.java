package io.sallyport.catalog;

import java.util.List;
import java.util.stream.Collectors;

/** The server does not start on a bad catalogue: there is no good version to keep. */
public final class CatalogRefused extends RuntimeException {
    private final transient List<Finding> errors;

    CatalogRefused(String folder, List<Finding> errors) {
        super(message(folder, errors), null, false, false);
        this.errors = List.copyOf(errors);
    }

    public List<Finding> errors() {
        return errors;
    }

    private static String message(String folder, List<Finding> errors) {
        return errors.stream()
                .map(error -> "\n  " + error)
                .collect(Collectors.joining("", "The catalogue in " + folder + " cannot be used:", ""));
    }
}
