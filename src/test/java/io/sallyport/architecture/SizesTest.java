package io.sallyport.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What does not fit on a few screens is not read, so files, methods and constructors have limits. */
class SizesTest {
    @TempDir
    private Path folder;

    @Test
    void files_methods_and_constructors_are_small() throws IOException {
        List<Path> sources =
                Stream.concat(in("src/main/java"), in("src/test/java")).toList();

        assertThat(sources).as("files of the project").hasSizeGreaterThan(1000);
        assertThat(Sizes.tooLarge(sources)).isEmpty();
    }

    private static Stream<Path> in(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        }
    }

    private List<String> tooLarge(String source) throws IOException {
        return Sizes.tooLarge(List.of(Files.writeString(folder.resolve("Example.java"), source)));
    }

    @Test
    void a_file_has_at_most_400_lines() throws IOException {
        assertThat(tooLarge("class Example {}\n" + "\n".repeat(399))).isEmpty();
        assertThat(tooLarge("class Example {}\n" + "\n".repeat(400)))
                .containsExactly("Example.java: 401 lines, at most 400");
    }

    @Test
    void a_method_has_at_most_50_lines_with_something_on_them() throws IOException {
        String filling = "\n    // why\n";
        assertThat(tooLarge(method("        one();\n".repeat(48) + filling))).isEmpty();
        assertThat(tooLarge(method("        one();\n".repeat(49) + filling)))
                .containsExactly("Example.java:2: one has 51 lines, at most 50");
    }

    private static String method(String body) {
        return "class Example {\n    void one() {\n" + body + "    }\n}\n";
    }

    @Test
    void all_lines_of_a_text_block_count() throws IOException {
        String block = "        String text = \"\"\"\n" + "\n".repeat(48) + "            \"\"\";\n";

        assertThat(tooLarge(method(block))).containsExactly("Example.java:2: one has 52 lines, at most 50");
    }

    @Test
    void constructors_count_as_methods_do_also_those_of_records() throws IOException {
        String body = "        one();\n".repeat(49) + "    }\n}\n";

        assertThat(tooLarge("class Example {\n    Example() {\n" + body))
                .containsExactly("Example.java:2: <init> has 51 lines, at most 50");
        assertThat(tooLarge("record Example(int a) {\n    Example {\n" + body))
                .containsExactly("Example.java:2: <init> has 51 lines, at most 50");
    }

    @Test
    void a_constructor_has_at_most_7_parameters_and_a_record_or_a_method_as_many_as_it_likes() throws IOException {
        String eight = "int a, int b, int c, int d, int e, int f, int g, int h";

        assertThat(tooLarge("class Example {\n    Example(" + eight + ") {}\n}\n"))
                .containsExactly("Example.java:2: a constructor with 8 parameters, at most 7");
        assertThat(tooLarge("class Example {\n    Example(" + eight.replace(", int h", "") + ") {}\n}\n"))
                .isEmpty();
        assertThat(tooLarge("record Example(" + eight + ") {\n    Example {}\n}\n"))
                .isEmpty();
        assertThat(tooLarge("class Example {\n    void one(" + eight + ") {}\n}\n"))
                .isEmpty();
    }

    @Test
    void what_is_inside_of_other_things_is_seen_too() throws IOException {
        String inner = "new Object() {\n    void two() {\n" + "        one();\n".repeat(49) + "    }\n}";

        assertThat(tooLarge("class Example {\n    Object field = " + inner + ";\n}\n"))
                .containsExactly("Example.java:3: two has 51 lines, at most 50");
    }
}
