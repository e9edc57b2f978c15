package io.sallyport.catalog.yaml;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A text whose variables are looked up, and whose files are named but not read. */
public record Text(List<Part> parts) {
    public Text {
        parts = List.copyOf(parts);
    }

    /** A stretch of it. */
    public sealed interface Part {}

    /** Known already. */
    public record Known(String text) implements Part {}

    /** What stands in a file at the time of use. */
    public record InFile(Path path) implements Part {}

    public static Text of(String known) {
        return new Text(List.of(new Known(known)));
    }

    /** The text, unless a part of it is in a file. */
    public Optional<String> known() {
        return files().isEmpty() ? Optional.of(shown()) : Optional.empty();
    }

    public List<Path> files() {
        return parts.stream()
                .filter(InFile.class::isInstance)
                .map(part -> ((InFile) part).path())
                .toList();
    }

    boolean isJust(String written) {
        return known().filter(written::equals).isPresent();
    }

    /** The text with what is in files left out. */
    public String shown() {
        return parts.stream()
                .map(part -> part instanceof Known(String text) ? text : "")
                .collect(Collectors.joining());
    }
}
