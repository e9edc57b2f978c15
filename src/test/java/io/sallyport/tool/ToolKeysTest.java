package io.sallyport.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.core.json.Json;
import io.sallyport.testing.tool.TestingTool;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ToolKeysTest {
    private static final ToolSpec ORDER = TestingTool.named("create_order").spec();
    private static final ToolSpec INVOICE =
            TestingTool.named("send_invoice").businessKey("customer", "number").spec();
    private static final ToolKeys.Place PLACE = new ToolKeys.Place("default", "run_1", 0, 3, 1);

    private static JsonNode json(String text) {
        return Json.parse(text).orElseThrow();
    }

    @Test
    void the_key_is_the_same_for_ever() {
        assertThat(ToolKeys.ofRun(PLACE, ORDER, json("{\"sku\": \"TEA-1\", \"quantity\": 2}")))
                .isEqualTo(ToolKeys.ofRun(PLACE, ORDER, json("{\"quantity\":2,\"sku\":\"TEA-1\"}")))
                .isEqualTo("cdce95075a1e30d974a2a97d5a01af6cd082caaba83237a353dc14e5ab262472");
    }

    @Test
    void every_part_of_the_place_and_the_call_makes_another_key() {
        JsonNode arguments = json("{\"n\": 1}");
        List<String> keys = Stream.of(
                        ToolKeys.ofRun(PLACE, ORDER, arguments),
                        ToolKeys.ofRun(new ToolKeys.Place("other", "run_1", 0, 3, 1), ORDER, arguments),
                        ToolKeys.ofRun(new ToolKeys.Place("default", "run_2", 0, 3, 1), ORDER, arguments),
                        ToolKeys.ofRun(new ToolKeys.Place("default", "run_1", 1, 3, 1), ORDER, arguments),
                        ToolKeys.ofRun(new ToolKeys.Place("default", "run_1", 0, 1, 3), ORDER, arguments),
                        ToolKeys.ofRun(new ToolKeys.Place("default", "run_1", 0, 3, 2), ORDER, arguments),
                        ToolKeys.ofRun(PLACE, TestingTool.named("create_orders").spec(), arguments),
                        ToolKeys.ofRun(PLACE, ORDER, json("{\"n\": 2}")),
                        ToolKeys.ofCaller(who("default", "run_1", null), "1", ORDER, arguments))
                .toList();

        assertThat(keys).doesNotHaveDuplicates();
    }

    @Test
    void parts_never_run_into_each_other() {
        assertThat(ToolKeys.ofCaller(who("a", "bc", null), "d", ORDER, json("{}")))
                .isNotEqualTo(ToolKeys.ofCaller(who("ab", "c", null), "d", ORDER, json("{}")));
        assertThat(ToolKeys.ofCaller(who("a", "b", null), "", ORDER, json("{}")))
                .isNotEqualTo(ToolKeys.ofCaller(who("a", "", null), "b", ORDER, json("{}")))
                .isNotEqualTo(ToolKeys.ofCaller(who("a", "b", ""), "", ORDER, json("{}")));
    }

    @Test
    void numbers_that_differ_in_their_last_digit_are_two_calls() {
        assertThat(ToolKeys.ofRun(PLACE, ORDER, json("{\"order\": 12345678901234567890123}")))
                .isNotEqualTo(ToolKeys.ofRun(PLACE, ORDER, json("{\"order\": 12345678901234567890124}")));
    }

    @Test
    void a_business_key_makes_the_same_business_one_call_wherever_it_is_made() {
        ToolKeys.Place elsewhere = new ToolKeys.Place("default", "run_9", 0, 1, 0);

        assertThat(ToolKeys.ofRun(PLACE, INVOICE, json("{\"customer\": \"c\", \"number\": 7, \"text\": \"a\"}")))
                .isEqualTo(ToolKeys.ofRun(
                        elsewhere, INVOICE, json("{\"number\": 7, \"customer\": \"c\", \"text\": \"b\"}")))
                .isEqualTo(ToolKeys.ofCaller(
                        who("default", "me", null), "k", INVOICE, json("{\"number\": 7, \"customer\": \"c\"}")))
                .isNotEqualTo(ToolKeys.ofRun(PLACE, INVOICE, json("{\"customer\": \"c\", \"number\": 8}")));
    }

    @Test
    void one_number_is_one_business_however_it_is_written() {
        String key = invoice("1001");

        assertThat(invoice("1001.0")).isEqualTo(key);
        assertThat(invoice("1.001e3")).isEqualTo(key);
        assertThat(invoice("\"1001\"")).isNotEqualTo(key);
        assertThat(invoice("1001.5")).isNotEqualTo(key);
        assertThat(invoice("[1.0]")).isEqualTo(invoice("[1]")).isNotEqualTo(invoice("1"));
        assertThat(invoice("{\"year\": 2e3}")).isEqualTo(invoice("{\"year\": 2000}"));
        assertThat(invoice("0.0")).isEqualTo(invoice("0")).isEqualTo(invoice("-0e7"));
    }

    @Test
    void a_huge_exponent_does_not_make_a_huge_key() {
        assertTimeoutPreemptively(
                Duration.ofSeconds(2),
                () -> assertThat(invoice("1e999999999"))
                        .isEqualTo(invoice("10e999999998"))
                        .isNotEqualTo(invoice("1e-999999999")));
    }

    private static String invoice(String number) {
        return ToolKeys.ofRun(PLACE, INVOICE, json("{\"customer\": \"c\", \"number\": " + number + "}"));
    }

    @Test
    void a_call_that_leaves_out_part_of_its_business_key_is_nobodys_but_its_own() {
        ToolKeys.Place elsewhere = new ToolKeys.Place("default", "run_9", 0, 1, 0);

        assertThat(ToolKeys.ofRun(PLACE, INVOICE, json("{\"customer\": \"c\", \"number\": null}")))
                .isNotEqualTo(ToolKeys.ofRun(elsewhere, INVOICE, json("{\"customer\": \"c\", \"number\": null}")));
    }

    @Test
    void the_arguments_hash_sees_through_the_order_of_members() {
        assertThat(ToolKeys.argumentsHash(json("{\"a\": 1, \"b\": [1, 2]}")))
                .isEqualTo(ToolKeys.argumentsHash(json("{\"b\":[1,2],\"a\":1}")))
                .isNotEqualTo(ToolKeys.argumentsHash(json("{\"b\":[2,1],\"a\":1}")));
    }

    private static ToolKeys.Principal who(String tenant, String client, @Nullable String subject) {
        return new ToolKeys.Principal(tenant, client, subject);
    }
}
