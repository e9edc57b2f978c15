package io.sallyport.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.core.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyHeaderTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "8e03978e-40d5-43e8-bc93-6894a57f9324,8e03978e-40d5-43e8-bc93-6894a57f9324",
                "\"8e03978e\",8e03978e",
                "` \"a b\" `,a b",
                "\"a\\\"b\\\\c\",`a\"b\\c`"
            })
    void quoted_and_bare_keys_are_the_same_key(String header, String key) {
        assertThat(KeyHeader.of(List.of(header))).contains(key);
    }

    @Test
    void no_header_is_no_key() {
        assertThat(KeyHeader.of(List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "   ", "\"\"", "a b", "\"open", "\"a\"b", "\"a\\n\"", "\"a\\", "grün", "\"grün\"", "a\u0001"
            })
    void what_is_no_key_is_refused(String header) {
        assertThatThrownBy(() -> KeyHeader.of(List.of(header)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("Idempotency-Key");
    }

    @Test
    void a_key_has_at_most_255_characters_and_comes_once() {
        assertThat(KeyHeader.of(List.of("k".repeat(255)))).isPresent();
        assertThat(KeyHeader.of(List.of("\"" + "k".repeat(255) + "\""))).isPresent();
        assertThatThrownBy(() -> KeyHeader.of(List.of("k".repeat(256)))).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> KeyHeader.of(List.of("a", "a"))).hasMessageContaining("more than once");
    }
}
