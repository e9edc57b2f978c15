package io.sallyport.catalog.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.CatalogStatus.FileState;
import io.sallyport.catalog.LimitRules;
import io.sallyport.catalog.LimitSpec;
import io.sallyport.catalog.LimitSpec.Measure;
import io.sallyport.catalog.LimitSpec.Window;
import io.sallyport.catalog.LimitsSpec;
import io.sallyport.catalog.TestingAgents;
import io.sallyport.catalog.TestingFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsBindingTest {
    private static final String PRICED = TestingFolder.MODELS.replace(
            "small: {}",
            "small: { maxOutputTokens: 1000, price: { inputPerMillion: 0.1, outputPerMillion: 0.4, currency: EUR } }");

    @TempDir
    Path path;

    private TestingFolder folder;

    @BeforeEach
    void write() {
        folder = TestingAgents.orderDesk(new TestingFolder(path)).models(PRICED);
    }

    private LimitsSpec ofThePrincipal(String limits) {
        folder.principals("principals:\n  - { client: web-chat, may: [ 'route:*' ], limits: { " + limits + " } }\n");
        return folder.catalog().principals().getFirst().limits();
    }

    private AgentRevision desk(String limits) {
        folder.write("agents/order-desk.yaml", TestingAgents.ORDER_DESK.replaceAll("(?m)^limits: .*$", limits));
        return Objects.requireNonNull(folder.catalog().agents().get("order-desk"));
    }

    @Test
    void a_catalogue_that_says_nothing_of_limits_has_none() {
        Catalog catalog = folder.catalog();

        assertThat(catalog.limits()).isEqualTo(LimitRules.DEFAULT);
        assertThat(catalog.principals().getFirst().limits()).isEqualTo(LimitsSpec.NONE);
        assertThat(catalog.routes().values()).allMatch(route -> route.limits().isEmpty());
        assertThat(catalog.agents().values())
                .allMatch(agent -> agent.agent().shared().isEmpty());
    }

    @Test
    void every_key_of_a_limit_arrives_as_its_measure_and_window() {
        for (LimitKeys.Key key : LimitKeys.ALL) {
            LimitsSpec limits = ofThePrincipal(key.name() + ": 2000, perUser: { " + key.name() + ": 1500 }");

            long unit = key.measure() == Measure.COST ? 1_000_000_000 : 1;
            assertThat(limits.all())
                    .as(key.name())
                    .containsExactly(new LimitSpec(key.measure(), key.window(), 2000 * unit));
            assertThat(limits.perUser())
                    .as(key.name())
                    .containsExactly(new LimitSpec(key.measure(), key.window(), 1500 * unit));
            assertThat(limits.all().getFirst().name()).isEqualTo(key.name());
        }
        assertThat(LimitKeys.ALL).hasSize(4 * 5 + 3 + 1);
    }

    @ParameterizedTest
    @CsvSource({"20.00, 20000000000", "1e2, 100000000000", "0.123456789, 123456789", "1000000000, 1000000000000000000"})
    void money_is_counted_in_billionths_exactly(String written, long nano) {
        assertThat(ofThePrincipal("costPerDay: " + written).all())
                .containsExactly(new LimitSpec(Measure.COST, Window.DAY, nano));
    }

    @Test
    void an_amount_may_come_from_the_environment() {
        folder.set("DAILY", "12.5");

        assertThat(ofThePrincipal("costPerDay: '${DAILY}', requestsPerMinute: '${RATE:7}'")
                        .all())
                .containsExactly(
                        new LimitSpec(Measure.REQUESTS, Window.MINUTE, 7),
                        new LimitSpec(Measure.COST, Window.DAY, 12_500_000_000L));
    }

    @Test
    void everything_in_limits_yaml_arrives() {
        folder.write(
                "limits.yaml",
                "limits: { timeZone: Europe/Berlin, onStoreLoss: deny, wait: 1500ms, "
                        + "all: { concurrent: 9, perUser: { concurrent: 2 } } }\n");

        assertThat(folder.catalog().limits())
                .isEqualTo(new LimitRules(
                        ZoneId.of("Europe/Berlin"),
                        LimitRules.OnStoreLoss.DENY,
                        Duration.ofMillis(1500),
                        new LimitsSpec(
                                List.of(new LimitSpec(Measure.CONCURRENT, Window.NOW, 9)),
                                List.of(new LimitSpec(Measure.CONCURRENT, Window.NOW, 2)))));
    }

    @Test
    void limits_yaml_is_one_of_the_files_that_make_the_revision() {
        String without = folder.catalog().revision();
        folder.write("limits.yaml", "limits: { wait: 1s }\n");
        LoadedCatalog with = folder.load();
        folder.write("limits.yaml", "limits: { wait: 2s }\n");

        assertThat(with.files()).extracting(FileState::name).contains("limits.yaml");
        assertThat(with.warnings()).isEmpty();
        assertThat(List.of(
                        without,
                        with.catalog().orElseThrow().revision(),
                        folder.catalog().revision()))
                .doesNotHaveDuplicates();
    }

    @Test
    void a_file_that_is_nearly_called_limits_yaml_is_told() {
        folder.write("limit.yaml", "limits: {}\n");

        assertThat(folder.load().warnings().toString()).contains("limit.yaml", "Did you mean `limits.yaml`?");
    }

    @Test
    void a_route_has_its_limits() {
        folder.models(PRICED + "    limits: { outputTokensPerHour: 5000 }\n");

        assertThat(Objects.requireNonNull(folder.catalog().routes().get("chat-default"))
                        .limits()
                        .all())
                .containsExactly(new LimitSpec(Measure.OUTPUT_TOKENS, Window.HOUR, 5000));
    }

    @Test
    void an_agent_has_limits_of_one_run_beside_those_of_all() {
        AgentSpec agent = desk("limits: { steps: 3, tokens: 4000, tokensPerDay: 9000, perUser: { concurrent: 1 } }")
                .agent();

        assertThat(agent.limits().steps()).isEqualTo(3);
        assertThat(agent.limits().tokens()).hasValue(4000);
        assertThat(agent.shared())
                .isEqualTo(new LimitsSpec(
                        List.of(new LimitSpec(Measure.TOKENS, Window.DAY, 9000)),
                        List.of(new LimitSpec(Measure.CONCURRENT, Window.NOW, 1))));
    }

    @Test
    void limits_of_all_runs_are_no_part_of_what_a_run_is_pinned_to() {
        AgentRevision plain = desk("limits: { steps: 3 }");
        AgentRevision limited = desk("limits: { steps: 3, costPerDay: 2 }");

        assertThat(limited.digest()).isEqualTo(plain.digest());
        assertThat(AgentRevisions.read(limited.spec()).agent().shared()).isEqualTo(LimitsSpec.NONE);
    }

    @Test
    void an_answer_that_the_agent_itself_keeps_short_is_what_its_limit_has_to_hold() {
        assertThat(desk("limits: { maxOutput: 10, tokensPerDay: 11 }")
                        .agent()
                        .shared()
                        .all())
                .hasSize(1);

        folder.prompt(
                "order-desk/main.v1.prompt",
                TestingAgents.PROMPT.replace("config: {", "config: { maxOutputTokens: 7,"));
        assertThat(desk("limits: { tokensPerDay: 8 }").agent().shared().all()).hasSize(1);
        folder.write(
                "agents/order-desk.yaml",
                TestingAgents.ORDER_DESK.replaceAll("(?m)^limits: .*$", "limits: { tokensPerDay: 7 }"));
        assertThat(folder.load().errors().toString()).contains("Not even one request", "with 7 tokens, and reserves 8");
    }

    @Test
    void a_limit_that_bounds_nothing_that_is_there_is_no_mistake() {
        folder.principals(
                "principals:\n  - { client: later, may: [ 'tool:*' ], limits: { costPerDay: 0.000000001 } }\n");

        assertThat(folder.load().errors()).isEmpty();
    }

    @Test
    void the_catalogue_knows_the_currency_of_its_prices() {
        assertThat(folder.catalog().currency()).contains("EUR");
        folder.models(
                PRICED.replace("big: {", "big: { price: { inputPerMillion: 1, outputPerMillion: 2, currency: USD },"));
        assertThat(folder.catalog().currency()).isEmpty();
    }

    @Test
    void every_schema_has_exactly_these_keys_with_the_bounds_that_the_binder_has() throws IOException {
        List<String> keys =
                new ArrayList<>(LimitKeys.ALL.stream().map(LimitKeys.Key::name).toList());
        for (String name : List.of("models", "principals", "agent", "limits")) {
            JsonNode schema = new ObjectMapper()
                    .readTree(Path.of("docs/schema/" + name + ".schema.json").toFile());
            assertKeys(schema.at("/$defs/limits"), keys, name);
            if (!name.equals("models")) {
                assertThat(schema.at("/$defs/limits/properties").has(LimitKeys.PER_USER))
                        .as(name)
                        .isTrue();
                assertKeys(schema.at("/$defs/perUser"), keys, name);
            }
            assertThat(schema.at("/$defs/amount/maximum").asLong()).isEqualTo(Amounts.MOST_COUNTED);
            assertThat(schema.at("/$defs/atOnce/maximum").asLong()).isEqualTo(Amounts.MOST_AT_ONCE);
            assertThat(schema.at("/$defs/money/maximum").asLong() * 1_000_000_000L)
                    .isEqualTo(Amounts.MOST_NANO);
        }
    }

    private static void assertKeys(JsonNode limits, List<String> keys, String schema) {
        List<String> counted = new ArrayList<>();
        limits.path("properties").fieldNames().forEachRemaining(key -> {
            if (key.contains("Per") || key.equals("concurrent")) {
                counted.add(key);
            }
        });
        assertThat(counted).as(schema).containsExactlyInAnyOrderElementsOf(keys);
    }
}
