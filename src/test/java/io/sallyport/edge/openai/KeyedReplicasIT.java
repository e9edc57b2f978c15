package io.sallyport.edge.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.testing.Answer;
import io.sallyport.testing.ChatCall;
import io.sallyport.testing.GatewayLauncher;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.RealServices;
import io.sallyport.testing.Replicas;
import io.sallyport.testing.provider.Answers;
import io.sallyport.testing.provider.Breakages;
import io.sallyport.testing.provider.Lane;
import io.sallyport.testing.provider.MisbehavingProvider;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Keys on two replicas, one of which dies, while the stores go away one after the other. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeyedReplicasIT {
    private static final String KEY = "Idempotency-Key";
    private static final String REPLAYED = "Idempotent-Replayed";
    private static final String SAID = "the sally port is open until noon";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String PRINCIPALS = """
            principals:
              - { client: caller, tenant: default, may: [ "route:*", "admin" ] }
            """;

    private static RealServices services;
    private static MisbehavingProvider provider;
    private static Replicas replicas;
    private static GatewayProcess one;
    private static GatewayProcess other;

    private final String key = UUID.randomUUID().toString();

    @BeforeAll
    static void start() {
        services = RealServices.start();
        provider = MisbehavingProvider.start();
        replicas = Replicas.start(services, 2, KeyedReplicasIT::replica);
        one = replicas.get(0);
        other = replicas.get(1);
    }

    @AfterAll
    static void stop() {
        replicas.close();
        provider.close();
        services.close();
    }

    private static GatewayLauncher replica(GatewayLauncher prod) {
        return prod.catalog("""
                        providers:
                          keys: { dialect: openai, baseUrl: "%s", models: { shared: {}, mortal: {}, strict: {}, redis: {}, postgres: {}, vectors: { capabilities: [embeddings] } } }
                        routes:
                          shared: { candidates: [ { model: keys/shared } ] }
                          mortal: { candidates: [ { model: keys/mortal } ], timeouts: { firstToken: 50s, idle: 50s, total: 60s } }
                          strict: { candidates: [ { model: keys/strict } ], idempotencyKey: required }
                          vectors: { candidates: [ { model: keys/vectors } ] }
                          redis: { candidates: [ { model: keys/redis } ] }
                          postgres: { candidates: [ { model: keys/postgres } ] }
                        """.formatted(provider.baseUrl("keys")))
                .catalogFile("principals.yaml", PRINCIPALS)
                .apiKey(services.issuer().token("caller"))
                .env("SALLYPORT_IDEMPOTENCY_LEASE", "3s");
    }

    private static Lane lane(String model) {
        return provider.lane("keys/" + model);
    }

    private ChatCall ask(GatewayProcess replica, String route) {
        return replica.client().chat(route).header(KEY, key);
    }

    @Test
    @Order(1)
    void what_one_replica_was_answered_the_other_replays() {
        lane("shared").always(Answers.text(SAID));

        Answer first = ask(one, "shared").stream().send();
        Answer again = ask(other, "shared").stream().send();

        assertThat(first.isComplete()).as(first::toString).isTrue();
        assertThat(again.header(REPLAYED)).isEqualTo("true");
        assertThat(again.bytes()).isEqualTo(first.bytes());
        assertThat(lane("shared").attempts()).isEqualTo(1);
    }

    @Test
    @Order(2)
    void a_route_may_require_a_key() {
        lane("strict").always(Answers.text(SAID));

        Answer without = one.client().chat("strict").send();

        assertThat(without.status()).as(without::toString).isEqualTo(400);
        assertThat(without.errorCode()).isEqualTo("idempotency_key_required");
        assertThat(lane("strict").attempts()).isZero();
        assertThat(ask(one, "strict").send().text()).isEqualTo(SAID);
    }

    @Test
    @Order(2)
    void embeddings_are_made_once_for_each_key() {
        String vectors = "{\"object\":\"list\", \"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.10]}],"
                + "\"model\":\"vectors\",\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1}}";
        lane("vectors").always(Answers.json(vectors));
        String body = "{\"model\":\"vectors\",\"input\":\"noon\"}";

        Answer first = one.client().post("/v1/embeddings", body, KEY, key);
        Answer again = other.client().post("/v1/embeddings", body, KEY, key);

        assertThat(first.status()).as(first::toString).isEqualTo(200);
        assertThat(first.body()).isEqualTo(vectors);
        assertThat(again.body()).isEqualTo(vectors);
        assertThat(again.header(REPLAYED)).isEqualTo("true");
        assertThat(lane("vectors").attempts()).isEqualTo(1);
    }

    @Test
    @Order(3)
    void the_key_of_a_replica_that_was_killed_executes_again_on_another_after_its_lease() {
        lane("mortal").next(Breakages.silence()).always(Answers.text(SAID));
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var _ = callers.submit(() -> ask(one, "mortal").send());
            await().atMost(PATIENCE).until(() -> lane("mortal").attempts() == 1);
            Answer meanwhile = ask(other, "mortal").send();
            assertThat(meanwhile.status()).as(meanwhile::toString).isEqualTo(409);

            one.kill9();
        }

        Answer next = await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> ask(other, "mortal").send(), answer -> answer.status() != 409);
        assertThat(next.isComplete()).as(next::toString).isTrue();
        assertThat(next.header(REPLAYED)).isEmpty();
        assertThat(ask(other, "mortal").send().bytes()).isEqualTo(next.bytes());
        assertThat(lane("mortal").attempts()).isEqualTo(2);
        assertThat(other.metrics().sum("sallyport_idempotency_keys_total", "outcome", "executed_again"))
                .isEqualTo(1);
    }

    @Test
    @Order(4)
    void an_owner_that_lives_keeps_its_key_for_longer_than_a_lease() throws Exception {
        lane("mortal").next(Breakages.lateFirstToken(Duration.ofSeconds(5), SAID));
        int before = lane("mortal").attempts();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = callers.submit(() -> ask(other, "mortal").stream().send());
            await().atMost(PATIENCE).until(() -> lane("mortal").attempts() == before + 1);

            Answer next = await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(300))
                    .until(() -> ask(other, "mortal").stream().send(), answer -> answer.status() != 409);

            assertThat(next.header(REPLAYED)).as(next::toString).isEqualTo("true");
            assertThat(next.text()).isEqualTo(SAID);
            assertThat(first.get().body().replace(": waiting for the first token\n\n", ""))
                    .isEqualTo(next.body());
        }
        assertThat(lane("mortal").attempts()).isEqualTo(before + 1);
    }

    @Test
    @Order(5)
    void without_redis_a_key_is_kept_all_the_same() {
        lane("redis").always(Answers.text(SAID));
        Answer first = ask(other, "redis").send();
        services.kill("redis-server");

        Answer again = ask(other, "redis").send();
        assertThat(again.header(REPLAYED)).isEqualTo("true");
        assertThat(again.bytes()).isEqualTo(first.bytes());
        Answer next = other.client()
                .chat("redis")
                .header(KEY, UUID.randomUUID().toString())
                .send();
        assertThat(next.status()).as(next::toString).isEqualTo(200);
        assertThat(lane("redis").attempts()).isEqualTo(2);
    }

    @Test
    @Order(6)
    void without_postgres_nothing_is_executed_under_a_key_and_everything_without_one() {
        lane("postgres").always(Answers.text(SAID));
        services.kill("postgres");

        Answer refused = ask(other, "postgres").send();

        assertThat(refused.status()).as(refused::toString).isEqualTo(503);
        assertThat(refused.errorCode()).isEqualTo("idempotency_unavailable");
        assertThat(refused.header("Retry-After")).isNotEmpty();
        assertThat(lane("postgres").attempts()).isZero();
        assertThat(other.client().chat("postgres").send().text()).isEqualTo(SAID);
    }
}
