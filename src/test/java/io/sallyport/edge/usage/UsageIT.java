package io.sallyport.edge.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.testing.Answer;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.SharedGateway;
import io.sallyport.testing.TestClient;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Usage as callers and operators ask for it. */
@ExtendWith(SharedGateway.class)
class UsageIT {
    private static final String MODELS = """
            providers:
              scripted: { dialect: scripted, models: { tour: { contextTokens: 4096, maxOutputTokens: 512 } } }
            routes:
              chat-usage-it: { candidates: [ { model: scripted/tour } ] }
            """;
    private static final String PRINCIPALS = """
            principals:
              - { client: usage-it, may: [ "route:chat-*" ], limits: { tokensPerDay: 100000 } }
              - { client: demo, may: [ "route:*", "admin" ] }
            """;

    private final GatewayProcess gateway;
    private final TestClient admin;

    UsageIT(GatewayProcess gateway) {
        this.gateway = gateway;
        this.admin = gateway.client();
    }

    @BeforeEach
    void catalogue() {
        gateway.writeCatalogFile("principals.yaml", PRINCIPALS);
        gateway.writeCatalog(MODELS);
    }

    private TestClient usageIt() {
        return admin.withKey(admin.post("/v1/admin/api-keys", "{\"client\":\"usage-it\"}")
                .json()
                .get("key")
                .asText());
    }

    @Test
    void whoever_has_a_credential_sees_what_it_has_used() {
        Answer answer = usageIt().get("/v1/usage?from=2020-01-01&to=2020-02-01");

        assertThat(answer.status()).as(answer::toString).isEqualTo(200);
        JsonNode usage = answer.json();
        assertThat(usage.get("from").asText()).startsWith("2020-01-01T00:00:00");
        assertThat(usage.get("requests").asLong()).isZero();
        assertThat(usage.at("/tokens/cachedInput").asLong(-1)).isZero();
        assertThat(usage.get("cost").asText()).isEqualTo("0.000000000");
        assertThat(usage.get("currency").isNull()).isTrue();
        assertThat(usage.get("budgets").isArray()).isTrue();
        assertThat(admin.withoutKey().get("/v1/usage").status()).isEqualTo(401);
    }

    @Test
    void a_call_is_in_it_and_in_the_budget_it_counts_against() {
        TestClient web = usageIt();
        assertThat(web.chat("chat-usage-it").send().status()).isEqualTo(200);

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            JsonNode usage = web.get("/v1/usage").json();
            assertThat(usage.get("requests").asLong()).isPositive();
            JsonNode budget = usage.at("/budgets/0");
            assertThat(budget.get("scope").asText()).isEqualTo("client:usage-it");
            assertThat(budget.get("name").asText()).isEqualTo("tokensPerDay");
            assertThat(budget.get("window").asText()).isEqualTo("day");
            assertThat(budget.get("limit").asText()).isEqualTo("100000");
            assertThat(budget.get("used").asLong())
                    .isPositive()
                    .isEqualTo(usage.at("/tokens/total").asLong());
            assertThat(budget.get("reserved").asText()).isEqualTo("0");
        });
        JsonNode lines = admin.get(
                        "/v1/admin/usage?groupBy=principal,route,model&principal=usage-it&route=chat-usage-it")
                .json()
                .get("data");
        assertThat(lines).hasSize(1);
        assertThat(lines.at("/0/group/model").asText()).isEqualTo("scripted/tour");
        assertThat(lines.at("/0/attempts").asLong()).isPositive();
    }

    @Test
    void everybodys_is_for_administrators() {
        assertThat(usageIt().get("/v1/admin/usage").status()).isEqualTo(403);

        Answer answer = admin.get("/v1/admin/usage?groupBy=day,model&principal=usage-it&what=chat");

        assertThat(answer.status()).as(answer::toString).isEqualTo(200);
        assertThat(answer.json().get("groupBy")).extracting(JsonNode::asText).containsExactly("day", "model");
        assertThat(answer.json().get("data").isArray()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"application/json, format=csv", "text/csv, ''", "'text/csv, application/json;q=0.5', ''"})
    void a_table_is_for_whoever_asks_for_one(String accept, String format) {
        Answer answer = admin.withHeader("Accept", accept)
                .get("/v1/admin/usage?groupBy=user&from=2020-01-01&to=2020-01-02&" + format);

        assertThat(answer.status()).as(answer::toString).isEqualTo(200);
        assertThat(answer.header("Content-Type").replace(" ", "").toLowerCase(Locale.ROOT))
                .startsWith("text/csv;")
                .contains("charset=utf-8", "header=present");
        assertThat(answer.header("Content-Disposition")).contains("usage.csv");
        assertThat(answer.body())
                .startsWith("user,requests,attempts,toolCalls,inputTokens,")
                .endsWith("\r\n");
    }

    @ParameterizedTest
    @CsvSource({"'', application/json", "format=json, text/csv", "'', '*/*'"})
    void json_is_for_everybody_else(String format, String accept) {
        Answer answer = admin.withHeader("Accept", accept).get("/v1/admin/usage?" + format);

        assertThat(answer.status()).as(answer::toString).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/usage?from=yesterday, from",
        "/v1/usage?groupBy=model, groupBy",
        "/v1/admin/usage?groupBy=models, groupBy",
        "/v1/admin/usage?from=2026-11-02&to=2026-11-01, to",
        "/v1/admin/usage?limit=0, limit",
        "/v1/admin/usage?format=xml, format",
        "/v1/admin/usage?what=tools, what"
    })
    void a_parameter_that_cannot_be_used_is_named(String path, String name) {
        Answer answer = admin.get(path);

        assertThat(answer.status()).as(answer::toString).isEqualTo(400);
        assertThat(answer.json().get("code").asText()).isEqualTo("invalid_request");
        assertThat(answer.json().get("param").asText()).isEqualTo(name);
        assertThat(answer.json().get("fix").asText()).isNotBlank();
    }
}
