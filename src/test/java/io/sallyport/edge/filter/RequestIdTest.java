package io.sallyport.edge.filter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "0192-ab.c_D:9", "req_00ff"})
    void a_harmless_id_is_kept(String id) {
        assertThat(RequestId.isSane(id)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\nb", "<script>", "ü", "a,b", "a;b", "a\"b"})
    void an_id_that_could_mislead_a_log_or_a_page_is_replaced(String id) {
        assertThat(RequestId.isSane(id)).isFalse();
    }

    @Test
    void an_id_of_more_than_128_characters_is_replaced() {
        assertThat(RequestId.isSane("a".repeat(128))).isTrue();
        assertThat(RequestId.isSane("a".repeat(129))).isFalse();
    }
}
