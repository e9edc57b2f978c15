package io.sallyport.clients;

import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.SharedStage;
import io.sallyport.testing.provider.Answers;
import io.sallyport.testing.provider.Behaviour;
import io.sallyport.testing.provider.Embedders;
import io.sallyport.testing.provider.Lane;
import io.sallyport.testing.provider.MisbehavingProvider;
import io.sallyport.testing.provider.Refusals;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** A gateway whose routes each show a client one thing: {@code talk} answers, {@code tools} calls one, {@code busy} refuses, … */
final class ClientStage implements AutoCloseable {
    /** What {@code talk} says. */
    static final String WORDS = "The gate is open and the lamp is lit.";

    private static final String PROVIDER = "stage";
    private static final Map<String, Behaviour> ROUTES = new TreeMap<>(Map.of(
            "talk", Answers.text(WORDS),
            "vectors", Embedders.vectors(),
            "tools", ToolWire.asksForTheWeather(),
            "slow", Answers.slowly("word ".repeat(600), Duration.ofMillis(50)),
            "filtered", Refusals.status(400, Refusals.CONTENT_FILTER),
            "busy", Refusals.rateLimited("3600"),
            "broken", Refusals.status(500),
            "locked", Answers.text(WORDS),
            "metered", Answers.text(WORDS),
            "spent", Answers.text(WORDS)));

    /** An answer has 9 tokens out and may have 15: the first one fits into {@code spent}, and no other ever does. */
    private static final Map<String, String> LIMITS =
            Map.of("metered", "requestsPerSecond: 1", "spent", "outputTokensPerMonth: 20");

    private final MisbehavingProvider provider = MisbehavingProvider.start();
    private final GatewayProcess gateway;

    private ClientStage() {
        ROUTES.forEach((route, behaviour) -> lane(route).always(behaviour));
        gateway = GatewayProcess.embedded()
                .catalog(models())
                .catalogFile("principals.yaml", principals())
                .start();
    }

    /** What clients are told as their base URL. */
    String baseUrl() {
        return gateway.baseUrl() + "/v1";
    }

    String apiKey() {
        return gateway.apiKey();
    }

    /** The model behind {@code route}. */
    Lane lane(String route) {
        return provider.lane(PROVIDER + "/" + route);
    }

    static final class Shared extends SharedStage<ClientStage> {
        Shared() {
            super(ClientStage.class, ClientStage::new);
        }
    }

    @Override
    public void close() {
        gateway.close();
        provider.close();
    }

    private String models() {
        StringBuilder yaml = new StringBuilder("providers:\n  " + PROVIDER + ":\n    dialect: openai\n    baseUrl: "
                + provider.baseUrl(PROVIDER) + "\n    models:\n");
        ROUTES.keySet()
                .forEach(name -> yaml.append("      ")
                        .append(name)
                        .append(": { capabilities: [")
                        .append(name.equals("vectors") ? "embeddings" : "tools, jsonSchema")
                        .append("], maxOutputTokens: 15 }\n"));
        yaml.append("routes:\n");
        ROUTES.keySet()
                .forEach(name -> yaml.append("  ")
                        .append(name)
                        .append(": { candidates: [ { model: ")
                        .append(PROVIDER + "/")
                        .append(name)
                        .append(" } ], limits: { ")
                        .append(LIMITS.getOrDefault(name, "concurrent: 1000"))
                        .append(" } }\n"));
        return yaml.toString();
    }

    /** Everything but {@code locked}. */
    private static String principals() {
        StringBuilder may = new StringBuilder();
        ROUTES.keySet().stream()
                .filter(name -> !name.equals("locked"))
                .forEach(name -> may.append("\"route:").append(name).append("\", "));
        return "principals:\n  - { client: demo, tenant: default, may: [ " + may + "\"admin\" ] }\n";
    }
}
