package io.sallyport.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.sallyport.core.json.Json;
import org.junit.jupiter.api.Test;

class ToolOutputTest {
    @Test
    void what_fits_is_shown_as_it_is() {
        ToolOutput output = ToolOutput.of(Json.object().put("a", 1), 100);

        assertThat(output.shown()).isEqualTo("{\"a\":1}");
        assertThat(output.whole().text()).isEqualTo("{\"a\":1}");
        assertThat(output.cut()).isFalse();
    }

    @Test
    void a_text_is_shown_without_quotes_and_kept_as_json() {
        ToolOutput output = ToolOutput.of(TextNode.valueOf("a\u0000\"b"), 100);

        assertThat(output.shown()).isEqualTo("a\u0000\"b");
        assertThat(output.whole().text()).isEqualTo("\"a\\u0000\\\"b\"");
    }

    @Test
    void what_is_cut_says_how_much_is_missing_and_is_kept_whole() {
        ToolOutput output = ToolOutput.of(TextNode.valueOf("x".repeat(50)), 20);

        assertThat(output.shown()).isEqualTo("x".repeat(20) + "\n[cut here: 30 of 50 bytes are not shown]");
        assertThat(output.whole().length()).isEqualTo(52);
        assertThat(output.missing()).isEqualTo(30);
    }

    @Test
    void a_character_is_never_cut_in_half() {
        for (int most = 0; most < 16; most++) {
            ToolOutput output = ToolOutput.of(TextNode.valueOf("é€😀é€😀"), most);

            assertThat(output.shown()).doesNotContain("\ufffd");
            assertThat("é€😀é€😀").startsWith(output.shown().split("\n", 2)[0]);
        }
    }
}
