package io.sallyport.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A test class that brings more than models into the catalogue of a gateway that others use too, and takes all of it away when it leaves. */
public final class Guest implements AutoCloseable {
    private static final Duration RELOADED_WITHIN = Duration.ofSeconds(15);

    /** What a gateway under test has always; the others are a guest's own. */
    private static final Map<String, String> STAYING =
            Map.of("models.yaml", SharedGateway.NOWHERE, "principals.yaml", GatewayLauncher.NOBODY);

    private final GatewayProcess gateway;
    private final Map<String, String> catalogFiles = new LinkedHashMap<>();
    private final Map<String, String> promptFiles = new LinkedHashMap<>();

    private Guest(GatewayProcess gateway) {
        this.gateway = gateway;
        catalogFile("principals.yaml", GatewayLauncher.NOBODY); // and not those of whoever was here before
    }

    /** One who has not moved in yet. */
    public static Guest of(GatewayProcess gateway) {
        return new Guest(gateway);
    }

    /** The text of {@code models.yaml}. */
    public Guest catalog(String models) {
        return catalogFile("models.yaml", models);
    }

    /** A file of the catalogue, such as {@code agents/order-desk.yaml}. */
    public Guest catalogFile(String name, String text) {
        catalogFiles.put(name, text);
        return this;
    }

    /** A file of the prompts' folder, such as {@code order-desk/main.v1.prompt}. */
    public Guest promptFile(String name, String text) {
        promptFiles.put(name, text);
        return this;
    }

    /** Puts its files beside what is there and waits until the gateway works with all of them. */
    public Guest moveIn() {
        promptFiles.forEach(gateway::placePromptFile);
        catalogFiles.forEach(gateway::placeCatalogFile);
        await().alias("the gateway works with what was brought")
                .atMost(RELOADED_WITHIN)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(files())
                        .as(() -> gateway.catalog().toString())
                        .containsAllEntriesOf(digests(catalogFiles)));
        return this;
    }

    @Override
    public void close() {
        STAYING.forEach(gateway::placeCatalogFile);
        catalogFiles.keySet().stream()
                .filter(name -> !STAYING.containsKey(name))
                .forEach(gateway::takeCatalogFile);
        promptFiles.keySet().forEach(gateway::takePromptFile);
        await().alias("the gateway works without what was brought")
                .atMost(RELOADED_WITHIN)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(files())
                        .as(() -> gateway.catalog().toString())
                        .isEqualTo(digests(STAYING)));
    }

    /** What the running catalogue was read from, with digests. */
    private Map<String, String> files() {
        Map<String, String> files = new HashMap<>();
        gateway.catalog()
                .path("files")
                .forEach(file -> files.put(
                        file.path("name").asText(), file.path("sha256").asText()));
        return files;
    }

    private static Map<String, String> digests(Map<String, String> texts) {
        return texts.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, file -> sha256(file.getValue())));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
