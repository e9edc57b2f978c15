package io.sallyport.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.core.json.Json;
import org.junit.jupiter.api.Test;

class ValueCheckTest {
    @Test
    void a_value_that_fits_its_schema_has_nothing_against_it() {
        assertThat(ValueCheck.violation(json("{\"type\":\"string\"}"), json("\"blue\"")))
                .isEmpty();
    }

    @Test
    void a_value_that_does_not_is_told_where_and_why() {
        assertThat(ValueCheck.violation(json("{\"type\":\"string\"}"), json("7")))
                .hasValueSatisfying(error -> assertThat(error.path()).contains("answer"));
    }

    @Test
    void a_reference_leads_into_the_schema_itself() {
        JsonNode whole = json("{\"$defs\":{\"q\":{\"type\":\"integer\"}},\"$ref\":\"#/$defs/q\"}");

        assertThat(ValueCheck.violation(whole, json("\"x\"")))
                .hasValueSatisfying(error -> assertThat(error.path()).isEqualTo("/answer"));
        assertThat(ValueCheck.violation(whole, json("7"))).isEmpty();
    }

    @Test
    void a_member_of_the_answer_is_named_by_its_whole_path() {
        JsonNode form = json("{\"required\":[\"n\"],\"properties\":{\"n\":{\"type\":\"integer\"}}}");

        assertThat(ValueCheck.violation(form, json("{}")))
                .hasValueSatisfying(error -> assertThat(error.path()).isEqualTo("/answer/n"));
        assertThat(ValueCheck.violation(form, json("{\"n\":\"x\"}")))
                .hasValueSatisfying(
                        error -> assertThat(error.message()).contains("`/answer/n` must be a whole number"));
    }

    @Test
    void a_schema_that_cannot_be_used_lets_no_answer_through() {
        assertThat(ValueCheck.violation(json("{\"$ref\":\"#/$defs/gone\"}"), json("7")))
                .hasValueSatisfying(error -> assertThat(error.message()).contains("cannot be used"));
    }

    private static JsonNode json(String text) {
        return Json.parse(text).orElseThrow();
    }
}
