package io.sallyport.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {
    @Test
    void the_nearest_name_is_suggested() {
        assertThat(Nearest.to("chat-defualt", List.of("embed", "chat-default", "chat-fast")))
                .contains("chat-default");
    }

    @Test
    void nothing_is_suggested_when_nothing_is_near() {
        assertThat(Nearest.to("gpt-4o", List.of("embeddings-large"))).isEmpty();
    }

    @Test
    void an_endless_word_costs_no_endless_work_and_is_shown_short() {
        String word = "x".repeat(1_000_000);

        assertThat(Nearest.to(word, List.of("chat-default"))).isEmpty();
        assertThat(Names.shown(word)).hasSizeLessThan(110);
        assertThat(Names.shown("a\nb")).isEqualTo("a?b");
    }
}
