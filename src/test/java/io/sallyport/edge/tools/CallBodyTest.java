package io.sallyport.edge.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.core.ProblemException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallBodyTest {
    @Test
    void the_arguments_are_taken_as_they_are() {
        assertThat(CallBody.arguments(utf8("{\"arguments\":{\"n\":1}}")).toString())
                .isEqualTo("{\"n\":1}");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "``|invalid_json",
                "nonsense|invalid_json",
                "{\"arguments\":{},\"arguments\":{}}|invalid_json",
                "[]|invalid_request",
                "{\"arguments\":{},\"more\":1}|invalid_request",
                "{}|missing_parameter"
            })
    void a_body_that_is_something_else_is_refused_and_the_fix_is_named(String body, String code) {
        assertThatThrownBy(() -> CallBody.arguments(utf8(body)))
                .isInstanceOfSatisfying(ProblemException.class, refused -> {
                    assertThat(refused.problem().code().code()).isEqualTo(code);
                    assertThat(refused.problem().fix()).contains("arguments");
                });
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
