package io.sallyport.tool.cel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.AgentSpec.ToolGrant;
import io.sallyport.core.json.Json;
import io.sallyport.tool.ToolError;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CelConditionsTest {
    private final CelConditions conditions = new CelConditions();

    private Optional<ToolError> refusal(String when, String arguments) {
        JsonNode json = Json.parse(arguments).orElseThrow();
        return conditions.refusal(new ToolGrant("create_order", Optional.of(when)), json);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '^', textBlock = """
            args.quantity <= 100   ~ {"quantity": 100}
            args.quantity <= 100   ~ {"quantity": 99.5}
            args.quantity <= 100.5   ~ {"quantity": 100}
            args.quantity == 1   ~ {"quantity": 1.0}
            args.amount <= 100 && args.currency == 'EUR'   ~ {"amount": 12.50, "currency": "EUR"}
            args.big == 9223372036854775807   ~ {"big": 9223372036854775807}
            args.a.b[1] == 'x'   ~ {"a": {"b": [1, "x"]}}
            args.to.endsWith('@example.com')   ~ {"to": "a@example.com"}
            args.to.matches('^[a-z]+@example[.]com$')   ~ {"to": "a@example.com"}
            args.items.all(i, i.n < 10)   ~ {"items": [{"n": 1}, {"n": 2}]}
            size(args.items) <= 2   ~ {"items": [1, 2]}
            !has(args.discount) || args.discount < 5   ~ {}
            args.flag   ~ {"flag": true}
            args.none == null   ~ {"none": null}
            'sku' in args   ~ {"sku": 1}
            args.all(name, name in ['a', 'b'])   ~ {"a": 1, "b": 2}
            args.unused == 1 || true   ~ {"unused": 12345678901234567890}
            """)
    void what_holds_lets_the_call_through(String when, String arguments) {
        assertThat(conditions.mistake(when)).isEmpty();
        assertThat(refusal(when, arguments)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '^', textBlock = """
            args.quantity <= 100   ~ {"quantity": 101}
            args.quantity <= 100   ~ {"quantity": 100.5}
            args.amount <= 100 && args.currency == 'EUR'   ~ {"amount": 12.50, "currency": "USD"}
            args.big == 9223372036854775807   ~ {"big": 9223372036854775806}
            args.items.all(i, i.n < 10)   ~ {"items": [{"n": 1}, {"n": 20}]}
            """)
    void what_does_not_hold_is_refused_with_the_rule(String when, String arguments) {
        assertThat(refusal(when, arguments)).hasValueSatisfying(error -> {
            assertThat(error.code()).isEqualTo("not_permitted");
            assertThat(error.message()).contains("not within").contains(when);
            assertThat(error.fix()).contains("create_order");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '^', textBlock = """
            args.quantity <= 100   ~ {}
            args.quantity <= 100   ~ {"quantity": "5"}
            args.quantity <= 100   ~ {"quantity": null}
            args.quantity <= 100   ~ {"quantity": 100.00000000000000001}
            args.quantity <= 100   ~ {"quantity": 18446744073709551616}
            args.quantity > 0   ~ {"quantity": 1e400}
            args.a.b   ~ {"a": {}}
            args.a[5] == 1   ~ {"a": [1]}
            args.flag   ~ {"flag": "true"}
            1 / args.n > 0   ~ {"n": 0}
            args.n + 9223372036854775807 > 0   ~ {"n": 1}
            args.quantity <   ~ {"quantity": 1}
            """)
    void what_cannot_be_evaluated_denies(String when, String arguments) {
        assertThat(refusal(when, arguments)).hasValueSatisfying(error -> {
            assertThat(error.code()).isEqualTo("not_permitted");
            assertThat(error.message()).contains("cannot be decided");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "args.quantity <",
                "quantity <= 100",
                "args.quantity + 1",
                "'text'",
                "args.x.matches('(')  <",
                "foo(args)",
                ""
            })
    void what_is_no_condition_is_told_to_whoever_loads_it(String when) {
        assertThat(conditions.mistake(when)).isPresent();
    }

    @Test
    void a_condition_without_end_is_refused() {
        assertThat(conditions.mistake("true || ".repeat(1000) + "true")).isPresent();
        String numbers = "[" + "1,".repeat(200).replaceAll(",$", "") + "]";
        assertThat(refusal("args.a.all(x, args.a.all(y, args.a.all(z, x == y && y == z)))", "{\"a\": " + numbers + "}"))
                .isPresent();
    }

    @Test
    void a_grant_without_a_condition_lets_every_call_through() {
        assertThat(conditions.refusal(new ToolGrant("t", Optional.empty()), Json.object()))
                .isEmpty();
    }

    @Test
    void a_decision_takes_microseconds() {
        ToolGrant grant = new ToolGrant("t", Optional.of("args.amount <= 100 && args.currency == 'EUR'"));
        JsonNode arguments =
                Json.parse("{\"amount\": 12.5, \"currency\": \"EUR\"}").orElseThrow();
        long[] nanos = new long[20_000];
        for (int i = 0; i < nanos.length; i++) {
            long begun = System.nanoTime();
            assertThat(conditions.refusal(grant, arguments).isEmpty()).isTrue();
            nanos[i] = System.nanoTime() - begun;
        }
        Arrays.sort(nanos);

        assertThat(nanos[nanos.length / 2]).as("median, assertion included").isLessThan(50_000);
        System.getLogger("cel").log(System.Logger.Level.INFO, "median " + nanos[nanos.length / 2] + " ns");
    }
}
