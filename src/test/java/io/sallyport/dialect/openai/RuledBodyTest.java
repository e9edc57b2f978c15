package io.sallyport.dialect.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sallyport.chat.FieldRules;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.ProblemException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a route says of fields holds for the bytes that go out, and for what the gateway acts on. */
class RuledBodyTest {
    private static final int DEPTH = 32;

    @Test
    void what_is_forced_replaces_what_was_sent_and_comes_where_nothing_was() {
        FieldRules rules = new FieldRules(Map.of("service_tier", "\"default\"", "store", "false"), Set.of());

        assertThat(ruled("{\"model\":\"r\", \"service_tier\" : \"priority\",\"x\":{\"store\":true}}", rules))
                .isEqualTo("{\"store\":false,\"model\":\"r\", \"service_tier\" : \"default\",\"x\":{\"store\":true}}");
    }

    @Test
    void a_whole_object_is_replaced_and_what_stands_behind_it_stays() {
        FieldRules rules = new FieldRules(Map.of("metadata", "{\"t\":[1,2]}"), Set.of());

        assertThat(ruled("{\"metadata\":{\"a\":[{},{\"b\":1}]},\"model\":\"r\"}", rules))
                .isEqualTo("{\"metadata\":{\"t\":[1,2]},\"model\":\"r\"}");
    }

    @Test
    void a_body_that_nothing_is_said_of_is_the_very_array_that_came() {
        byte[] body = "{\"model\":\"r\"}".getBytes(UTF_8);
        assertThat(RuledBody.of(body, new FieldRules(Map.of(), Set.of("store")), DEPTH))
                .isSameAs(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"store", "\\u0073tore", "st\\u006fre"})
    void what_is_denied_is_refused_however_it_is_spelled(String spelled) {
        byte[] body = ("{\"model\":\"r\",\"" + spelled + "\":null}").getBytes(UTF_8);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> RuledBody.of(body, new FieldRules(Map.of(), Set.of("store")), DEPTH))
                .satisfies(refused -> assertThat(refused.problem().code()).isEqualTo(ProblemCode.FIELD_DENIED))
                .satisfies(refused -> assertThat(refused.problem().param()).isEqualTo("store"));
    }

    @Test
    void what_is_forced_is_what_the_gateway_acts_on() {
        ChatRequest asked = ChatRequest.parse(
                "{\"model\":\"r\",\"n\":5,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}".getBytes(UTF_8),
                DEPTH);
        ChatRequest ruled = asked.under(new FieldRules(Map.of("n", "1", "max_tokens", "64"), Set.of()), DEPTH);

        assertThat(ruled.choices()).isEqualTo(1);
        assertThat(ruled.maxTokens()).hasValue(64);
        assertThat(new String(ruled.forUpstream("m"), UTF_8))
                .isEqualTo(
                        "{\"max_tokens\":64,\"model\":\"m\",\"n\":1,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
    }

    private static String ruled(String body, FieldRules rules) {
        return new String(RuledBody.of(body.getBytes(UTF_8), rules, DEPTH), UTF_8);
    }
}
