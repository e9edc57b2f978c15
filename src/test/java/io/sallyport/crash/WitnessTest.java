package io.sallyport.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.testing.Answer;
import io.sallyport.testing.TestClient;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The witness writes down what it did, whatever became of the answer. */
class WitnessTest {
    private static Witness witness;
    private static TestClient client;

    @BeforeAll
    static void start() {
        witness = Witness.start();
        client = new TestClient(witness.url(), null);
    }

    @AfterAll
    static void stop() {
        witness.close();
    }

    @Test
    void a_keyed_tool_acts_once_for_each_key() {
        String first = call("keyed", "k-1", "key 1").body();

        assertThat(call("keyed", "k-1", "key 1").body()).isEqualTo(first);
        assertThat(line("keyed", "k-1").path("effects").asInt()).isEqualTo(1);
        assertThat(line("keyed", "k-1").path("attempts")).hasSize(2);
    }

    @Test
    void another_key_for_the_same_order_is_a_second_effect() {
        call("keyed", "k-2", "key 2");
        call("keyed", "k-2", "key 3");

        assertThat(line("keyed", "k-2").path("effects").asInt()).isEqualTo(2);
    }

    @Test
    void a_queryable_tool_acts_each_time_and_says_whether_it_has() {
        assertThat(client.get("/queryable/q1").status()).isEqualTo(404);
        String receipt = call("queryable", "q-1", "q1").body();

        assertThat(client.get("/queryable/q1").body()).isEqualTo(receipt);
        call("queryable", "q-1", "q1");
        assertThat(line("queryable", "q-1").path("effects").asInt()).isEqualTo(2);
    }

    @Test
    void a_reset_comes_after_the_effect() {
        witness.resetAfterEffect("blind", 1);

        assertThatThrownBy(() -> call("blind", "b-1", "b1")).hasMessageContaining("no answer at all");
        assertThat(line("blind", "b-1").path("effects").asInt()).isEqualTo(1);
        assertThat(line("blind", "b-1").path("resets").asInt()).isEqualTo(1);
        assertThat(call("blind", "b-2", "b2").status()).isEqualTo(200);
    }

    @Test
    void a_late_answer_is_late_and_a_late_act_too() {
        witness.answerLate("read", 1, Duration.ofMillis(300));
        assertThat(call("read", "r-1", "r1").took()).isGreaterThan(Duration.ofMillis(250));
        witness.actLate("read", 1, Duration.ofMillis(300));
        assertThat(call("read", "r-1", "r1").took()).isGreaterThan(Duration.ofMillis(250));
    }

    private static Answer call(String tool, String order, String key) {
        return client.withHeader("Idempotency-Key", key).post("/" + tool, "{\"order\":\"" + order + "\"}");
    }

    private static JsonNode line(String tool, String order) {
        return witness.report().path(tool).path(order);
    }
}
