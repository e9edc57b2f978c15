package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.readiness.Settings;
import io.sallyport.config.readiness.UnknownVariables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/configuration.md} and the settings in the code together. */
class SettingsPageTest {
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(sallyport\\.[a-z.-]+)` \\| `([A-Z_]+)` \\| (.*?) \\| .+ \\|$");
    private static final Pattern INJECTED = Pattern.compile(
            "@ConfigProperty\\(\\s*name = \"(sallyport\\.[^\"]+)\"(?:,\\s*defaultValue = \"([^\"]*)\")?");

    private static Map<String, MatchResult> rows;
    private static Map<String, String> declared;

    @BeforeAll
    static void readBoth() throws IOException {
        rows = ROW.matcher(Files.readString(Path.of("docs/configuration.md")))
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> row));
        declared = new TreeMap<>(MappedSettings.of(SallyportConfig.class, "sallyport"));
        injected().forEach(use -> declared.putIfAbsent(use.group(1), use.group(2) == null ? "" : use.group(2)));
        declared.keySet().removeIf(name -> name.startsWith("sallyport.embedded.") && !name.endsWith(".api-key"));
    }

    @Test
    void the_page_has_every_setting_and_no_other() {
        assertThat(rows.keySet()).containsExactlyInAnyOrderElementsOf(declared.keySet());
    }

    @Test
    void every_row_names_the_default() {
        assertThat(rows.values())
                .allSatisfy(row -> assertThat(row.group(3))
                        .as("default of " + row.group(1))
                        .contains(declared.get(row.group(1))));
    }

    @Test
    void every_row_names_the_variable() {
        assertThat(rows.values())
                .allSatisfy(row -> assertThat(row.group(2))
                        .isEqualTo(row.group(1).toUpperCase(Locale.ROOT).replaceAll("[.-]", "_")));
    }

    @Test
    void the_start_knows_every_variable_and_no_other() {
        Settings all = new Settings(rows.values().stream().collect(Collectors.toMap(row -> row.group(2), row -> "x")));
        assertThat(UnknownVariables.sentences(all)).isEmpty();
        assertThat(UnknownVariables.known()).hasSize(rows.size());
    }

    private static Stream<MatchResult> injected() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> INJECTED.matcher(text(file)).results())
                    .toList()
                    .stream();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
