package io.sallyport.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.sallyport.catalog.ToolSpec;
import io.sallyport.core.Bytes;
import io.sallyport.core.json.Json;
import io.sallyport.testing.tool.TestingTool;
import io.sallyport.tool.CheckedArguments.Invalid;
import io.sallyport.tool.CheckedArguments.Valid;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentCheckTest {
    private static final ToolSpec ORDER = TestingTool.named("create_order")
            .input("""
                    {"type": "object", "additionalProperties": false, "required": ["sku", "quantity"], "properties": {
                      "sku": {"type": "string", "pattern": "^[A-Z]+-[0-9]+$", "description": "The article, such as TEA-1."},
                      "quantity": {"type": "integer", "minimum": 1, "maximum": 100},
                      "speed": {"enum": ["slow", "fast"]},
                      "lines": {"type": "array", "items": {"type": "object", "required": ["n"], "properties": {"n": {"type": ["number", "null"]}}}}}}""")
            .output("{\"type\": \"object\", \"required\": [\"orderId\"]}")
            .spec();

    private final ArgumentCheck check = new ArgumentCheck();

    private ToolError error(String written) {
        return ((Invalid) check.check(ORDER, Bytes.of(written))).error();
    }

    @Test
    void arguments_that_the_schema_wants_pass_as_they_were_written() {
        CheckedArguments checked = check.check(ORDER, Bytes.of("{\"sku\": \"TEA-1\", \"quantity\": 2}"));

        assertThat(checked)
                .isEqualTo(new Valid(Json.object().put("sku", "TEA-1").put("quantity", 2)));
    }

    @Test
    void a_tool_without_arguments_may_be_called_with_no_text_at_all() {
        ToolSpec plain = TestingTool.named("list_orders").spec();

        assertThat(check.check(plain, Bytes.of(" "))).isEqualTo(new Valid(Json.object()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sku\": ",
                "{\"sku\": 1} {}",
                "{'sku': 1}",
                "{\"sku\": 1, \"sku\": 2}",
                "nonsense",
                "[1",
                "\u0000"
            })
    void malformed_json_is_said_to_be_so(String written) {
        ToolError error = error(written);

        assertThat(error.code()).isEqualTo("invalid_arguments");
        assertThat(error.message()).contains("not one well-formed JSON value");
        assertThat(error.fix()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"text\"", "null", "12", "true"})
    void anything_but_an_object_is_refused(String written) {
        assertThat(error(written).message()).contains("no JSON object");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '^', textBlock = """
            {"sku": "TEA-1"};                                     /quantity;   is missing;              Add `quantity`
            {"quantity": 1};                                      /sku;        is missing;              The article, such as TEA-1.
            {"sku": "TEA-1", "quantity": "2"};                    /quantity;   must be a whole number;  Give it that type.
            {"sku": "TEA-1", "quantity": 1.5};                    /quantity;   must be a whole number;  Give it that type.
            {"sku": "TEA-1", "quantity": 0};                      /quantity;   must be at least 1;      Stay within
            {"sku": "TEA-1", "quantity": 101};                    /quantity;   must be at most 100;     Stay within
            {"sku": "tea", "quantity": 1};                        /sku;        must match the pattern;  Stay within
            {"sku": "TEA-1", "quantity": 1, "quantty": 2};        /quantty;    is not an argument;      Did you mean `quantity`?
            {"sku": "TEA-1", "quantity": 1, "wholly": 2};         /wholly;     is not an argument;      Known: sku, quantity, speed, lines.
            {"sku": "TEA-1", "quantity": 1, "speed": "faster"};   /speed;      must be one of ["slow","fast"]; spelled exactly so
            {"sku": "TEA-1", "quantity": 1, "lines": [{"n": 1}, {}]};        /lines/1/n; is missing;    Add `n`
            {"sku": "TEA-1", "quantity": 1, "lines": [{"n": "x"}]};          /lines/0/n; must be a number or null; Give it
            {"sku": "TEA-1", "quantity": 1, "a/b~c": 1};          /a~1b~0c;    is not an argument;      Known
            """)
    void a_violation_names_the_failing_path_and_what_to_change(String written, String path, String what, String fix) {
        ToolError error = error(written);

        assertThat(error.code()).isEqualTo("invalid_arguments");
        assertThat(error.path()).isEqualTo(path);
        assertThat(error.message()).contains(what);
        assertThat(error.fix()).contains(fix);
        assertThat(error.retryable()).isFalse();
    }

    @Test
    void the_first_few_violations_are_said_and_the_rest_counted() {
        ToolError error = error("{\"sku\": 1, \"quantity\": 0, \"speed\": \"x\", \"one\": 1, \"two\": 2}");

        assertThat(error.message()).contains("/sku").contains("5 in all");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "-1E+2147483647", "1e-999999999"})
    void a_number_of_a_billion_digits_is_refused_before_anybody_computes_with_it(String number) {
        ToolError error = error("{\"lines\": [{\"n\": " + number + "}]}");

        assertThat(error.code()).isEqualTo("invalid_arguments");
        assertThat(error.path()).isIn("/lines/0/n", "");
    }

    @Test
    void arguments_beyond_all_bounds_are_refused_unread() {
        String written = "{\"sku\": \"" + "x".repeat(ArgumentCheck.MOST_BYTES) + "\"}";

        assertThat(error(written).message()).contains("bytes long");
    }

    @Test
    void a_pattern_is_matched_in_linear_time() {
        ToolSpec evil = TestingTool.named("evil")
                .input("{\"properties\": {\"a\": {\"type\": \"string\", \"pattern\": \"^(a+)+$\"}}}")
                .spec();
        Bytes written = Bytes.of("{\"a\": \"" + "a".repeat(50_000) + "!\"}");

        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(check.check(evil, written)).isInstanceOf(Invalid.class));
    }

    @Test
    void a_schema_that_cannot_be_used_is_told_to_whoever_loads_it() {
        assertThat(check.mistake(ORDER.input())).isEmpty();
        assertThat(check.mistake(Json.parse("{\"properties\": {\"a\": {\"pattern\": \"(?=x)\"}}}")
                        .orElseThrow()))
                .hasValueSatisfying(said -> assertThat(said).contains("RE2"));
        assertThat(check.mistake(Json.parse("{\"$ref\": \"http://example.com/schema.json\"}")
                        .orElseThrow()))
                .isPresent();
    }

    @Test
    void a_tool_whose_schema_is_broken_is_not_called() {
        ToolSpec broken = TestingTool.named("broken")
                .input("{\"$ref\": \"#/$defs/gone\"}")
                .spec();

        assertThat(((Invalid) check.check(broken, Json.object())).error().code())
                .isEqualTo("tool_misconfigured");
    }

    @Test
    void a_result_is_compared_with_what_the_manifest_promises() {
        assertThat(check.mismatch(ORDER, Json.object().put("orderId", "1"))).isEmpty();
        assertThat(check.mismatch(ORDER, Json.object()))
                .hasValueSatisfying(said -> assertThat(said).contains("required"));
        assertThat(check.mismatch(TestingTool.named("free").spec(), Json.array()))
                .isEmpty();
    }

    @Test
    void an_unknown_tool_is_answered_with_the_nearest_name_that_is_permitted() {
        ToolError error = ToolErrors.unknownTool("create_ordr", List.of("create_order", "list_orders"));

        assertThat(error.code()).isEqualTo("unknown_tool");
        assertThat(error.fix()).isEqualTo("Did you mean `create_order`?");
        assertThat(ToolErrors.unknownTool("x".repeat(500), List.of("b", "a")).fix())
                .isEqualTo("There are: a, b.");
        assertThat(ToolErrors.unknownTool("x", List.of()).fix()).contains("no tools");
    }
}
