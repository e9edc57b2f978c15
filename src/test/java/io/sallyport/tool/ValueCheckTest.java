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
    void a_schema_that_cannot_be_used_holds_nothing_against_anybody() {
        assertThat(ValueCheck.violation(json("{\"$ref\":\"#/$defs/gone\"}"), json("7")))
                .isEmpty();
    }

    private static JsonNode json(String text) {
        return Json.parse(text).orElseThrow();
    }
}
