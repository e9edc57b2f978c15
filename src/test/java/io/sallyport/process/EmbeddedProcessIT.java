package io.sallyport.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testing.AtOnce;
import io.sallyport.testing.GatewayLauncher;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Embedded: one gateway on a folder with a space in its name, and others that get in its way. */
class EmbeddedProcessIT {
    /** Whoever kills the gateway is alone with it. */
    private static final String GATEWAY = "the gateway of EmbeddedProcessIT";

    private static final Duration REFUSED_WITHIN = Duration.ofSeconds(30);
    private static final String MODELS = """
            providers:
              nowhere: { dialect: openai, baseUrl: "http://127.0.0.1:9/v1", models: { none: {} } }
            routes:
              nowhere: { candidates: [ { model: nowhere/none } ] }
            """;
    private static final String PRINCIPALS = """
            principals:
              - { client: keeper, tenant: default, may: [ "route:*" ] }
            """;

    private static Path folder;
    private static GatewayProcess gateway;

    @BeforeAll
    static void start() throws IOException {
        folder = Files.createTempDirectory("sallyport it's data ");
        gateway = embedded().dataDir(folder).start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static GatewayLauncher embedded() {
        return GatewayProcess.embedded().catalog(MODELS).catalogFile("principals.yaml", PRINCIPALS);
    }

    @Test
    @AtOnce
    @ResourceLock(GATEWAY)
    void a_killed_gateway_comes_back_on_its_folder_with_its_rows_and_one_server_of_each_kind() {
        String order = Json.write(Map.of("client", "keeper"));
        String key = gateway.client()
                .post("/v1/admin/api-keys", order)
                .json()
                .path("key")
                .asText();
        String shopOrder = order("kept-1");
        long servers = gateway.servers(folder);

        gateway.kill9();
        assertThat(gateway.servers(folder)).as("what the kill left running").isEqualTo(servers);
        gateway.restart();

        assertThat(gateway.client().withKey(key).get("/v1/models").status())
                .as("a key issued before the kill")
                .isEqualTo(200);
        assertThat(order("kept-1"))
                .as("the example shop's order before the kill")
                .isEqualTo(shopOrder);
        assertThat(gateway.servers(folder)).as("servers on the folder").isEqualTo(2);
    }

    private static String order(String key) {
        return gateway.client()
                .withHeader("Idempotency-Key", key)
                .post("/embedded/shop/orders", "{\"sku\":\"blue mug\",\"quantity\":2}")
                .body();
    }

    @Test
    @AtOnce
    @ResourceLock(value = GATEWAY, mode = ResourceAccessMode.READ)
    void a_second_one_on_the_same_folder_says_so_and_ends() {
        assertThat(refusal(embedded().dataDir(folder))).contains("Another Sallyport is running on the data folder");
        assertThat(gateway.isReady()).as("the first one goes on").isTrue();
    }

    @Test
    @AtOnce
    @ResourceLock(value = GATEWAY, mode = ResourceAccessMode.READ)
    void two_with_folders_of_their_own_stand_side_by_side() {
        try (GatewayProcess other = embedded().start()) {
            assertThat(other.isReady()).isTrue();
            assertThat(gateway.isReady()).isTrue();
        }
        assertThat(gateway.isReady()).as("after the other one has left").isTrue();
    }

    @Test
    @AtOnce
    @ResourceLock(value = GATEWAY, mode = ResourceAccessMode.READ)
    void a_port_in_use_is_refused_before_anything_is_started() {
        assertThat(refusal(embedded().env("QUARKUS_HTTP_PORT", Integer.toString(gateway.port()))))
                .contains("Port " + gateway.port(), "set QUARKUS_HTTP_PORT to another port");
    }

    @Test
    @AtOnce
    void a_folder_that_cannot_be_written_is_refused() {
        assertThat(refusal(embedded().dataDir(Path.of("/proc/sallyport"))))
                .contains("The data folder /proc/sallyport cannot be written", "SALLYPORT_DATA_DIR");
    }

    @Test
    @AtOnce
    void a_key_that_is_too_short_is_refused() {
        assertThat(refusal(embedded().apiKey("sp_short"))).contains("SALLYPORT_EMBEDDED_API_KEY is no usable key");
    }

    private static String refusal(GatewayLauncher launcher) {
        try (GatewayProcess refused = launcher.launch()) {
            assertThat(refused.awaitExit(REFUSED_WITHIN)).as(refused::log).isEqualTo(1);
            return refused.log();
        }
    }
}
