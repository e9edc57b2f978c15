package io.sallyport.run.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    @Test
    void an_event_s_id_is_a_cursor_behind_it() {
        assertThat(Cursor.parse("0")).contains(Cursor.START);
        assertThat(Cursor.parse("42")).contains(Cursor.after(42));
    }

    @Test
    void a_piece_s_id_is_a_cursor_behind_its_event_and_knows_the_piece() {
        assertThat(Cursor.parse("7.2.3")).contains(new Cursor(7, 2, 3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-1", "7.", "7.1", "7.1.", "7.1.3.4", "abc", " 7", "1234567890123456789", "7.1.9999999999"})
    void anything_else_is_none(String text) {
        assertThat(Cursor.parse(text)).isEmpty();
    }
}
