package io.sallyport.embedded.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.testing.Answer;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.SharedGateway;
import io.sallyport.testing.TestClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shop that the example agent orders from. */
@ExtendWith(SharedGateway.class)
class ExampleShopIT {
    private static final String MUGS = "{\"sku\":\"blue mugs\",\"quantity\":2}";

    private final TestClient shop;

    ExampleShopIT(GatewayProcess gateway) {
        this.shop = gateway.client().withoutKey();
    }

    @Test
    void the_same_key_gets_the_same_order_and_the_ledger_counts_how_often_it_came() {
        Answer first = order("same-key", MUGS);
        Answer second = order("same-key", "{ \"quantity\": 2, \"sku\": \"blue mugs\" }");

        assertThat(first.status()).as(first::toString).isEqualTo(201);
        assertThat(second.status()).as(second::toString).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(line("same-key").path("orderId")).isEqualTo(first.json().path("orderId"));
        assertThat(line("same-key").path("asked").asInt()).isEqualTo(2);
    }

    @Test
    void a_key_that_stands_for_another_order_is_refused_and_the_first_order_stays() {
        order("reused", MUGS);
        Answer other = order("reused", "{\"sku\":\"blue mugs\",\"quantity\":3}");

        assertThat(other.status()).isEqualTo(422);
        assertThat(other.errorCode()).isEqualTo("idempotency_key_reused");
        assertThat(line("reused").path("quantity").asInt()).isEqualTo(2);
    }

    @Test
    void fifty_at_once_with_one_key_make_one_order() throws Exception {
        Callable<String> call =
                () -> order("at-once", MUGS).json().path("orderId").asText();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> ids =
                    callers.invokeAll(IntStream.range(0, 50).mapToObj(i -> call).toList());
            assertThat(ids).extracting(Future::get).containsOnly(ids.getFirst().get());
        }
        assertThat(line("at-once").path("asked").asInt()).isEqualTo(50);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"sku\":\"\",\"quantity\":2}|422|invalid_order",
                "{\"sku\":\"mug\",\"quantity\":0}|422|invalid_order",
                "{\"sku\":\"mug\",\"quantity\":10001}|422|invalid_order",
                "{\"sku\":\"mug\"}|400|invalid_body",
                "{\"sku\":7,\"quantity\":2}|400|invalid_body",
                "[]|400|invalid_body",
                "{\"sku\":|400|invalid_body",
            })
    void what_is_no_order_is_refused(String body, int status, String code) {
        Answer answer = order("no-order", body);

        assertThat(answer.status()).as(answer::toString).isEqualTo(status);
        assertThat(answer.errorCode()).isEqualTo(code);
    }

    @Test
    void an_order_needs_a_key_and_has_a_size() {
        assertThat(shop.post("/embedded/shop/orders", MUGS).errorCode()).isEqualTo("idempotency_key_missing");
        assertThat(order("large", "{\"sku\":\"" + "x".repeat(5000) + "\",\"quantity\":1}")
                        .status())
                .isEqualTo(413);
    }

    @Test
    void the_page_shows_orders_as_text_and_permits_no_script_and_no_other_host() {
        order("page-key", "{\"sku\":\"<script>alert('1')</script>\",\"quantity\":1}");
        Answer page = shop.get("/embedded/shop/");

        assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'", "style-src 'sha256-");
        assertThat(page.body())
                .contains("page-key", "&lt;script&gt;alert(&#39;1&#39;)")
                .doesNotContain("<script", "http:", "https:");
    }

    @Test
    void a_slow_order_is_taken_at_once_and_answered_late() {
        Answer answer = order("slow-key", "{\"sku\":\"slow mug\",\"quantity\":1}");

        assertThat(answer.took()).isGreaterThan(Duration.ofSeconds(5));
        assertThat(answer.json().path("orderId")).isEqualTo(line("slow-key").path("orderId"));
    }

    private Answer order(String key, String body) {
        return shop.withHeader("Idempotency-Key", key).post("/embedded/shop/orders", body);
    }

    private JsonNode line(String key) {
        JsonNode orders = shop.get("/embedded/shop/orders").json().path("orders");
        return StreamSupport.stream(orders.spliterator(), false)
                .filter(line -> line.path("key").asText().equals(key))
                .findFirst()
                .orElseThrow();
    }
}
