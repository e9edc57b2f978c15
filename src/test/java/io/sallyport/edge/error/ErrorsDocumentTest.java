package io.sallyport.edge.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.core.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ErrorsDocumentTest {
    private static final Pattern ROW =
            Pattern.compile("\\| `([a-z_]+)` \\| (\\d{3}) \\| `([a-z_]+)` \\| (yes|no) \\| [^|]+ \\| [^|]+ \\|");

    @Test
    void the_page_of_errors_has_each_code_with_its_status_type_and_whether_to_retry() throws IOException {
        List<String> written = Files.readAllLines(Path.of("docs/errors.md")).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> String.join(" ", row.group(1), row.group(2), row.group(3), row.group(4)))
                .toList();
        List<String> real = Stream.of(ProblemCode.values())
                .map(code -> String.join(
                        " ",
                        code.code(),
                        Integer.toString(HttpStatus.of(code)),
                        OpenAiError.type(code),
                        code.retryable() ? "yes" : "no"))
                .toList();
        assertThat(written).as("rows of docs/errors.md").containsExactlyElementsOf(real);
    }
}
