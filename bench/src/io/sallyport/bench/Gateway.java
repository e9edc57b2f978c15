package io.sallyport.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The packaged jar as its users run it, with everything on: identity, deadlines, breakers, metrics. */
final class Gateway {
    /** Belongs to the principal {@code demo} of a gateway that lives as long as this session. */
    static final String KEY = "sp_bench-only-0123456789-abcdefghijklmnop";

    private static final String PRINCIPALS = "principals: [ { client: demo, may: [ \"route:*\" ] } ]\n";
    private static final String JAR = "target/quarkus-app/quarkus-run.jar";

    private Gateway() {}

    static ChildProcess start(Plan plan, Path work, int port, int upstreamPort) throws IOException {
        Path catalog = Files.createDirectories(work.resolve("catalog"));
        Files.writeString(catalog.resolve("models.yaml"), models(upstreamPort, plan.chunks()));
        Files.writeString(catalog.resolve("principals.yaml"), PRINCIPALS);
        List<String> command = new ArrayList<>(List.of(Stage.java()));
        command.addAll(plan.jvmOptions());
        command.addAll(List.of("-jar", plan.project().resolve(JAR).toString()));
        Map<String, String> environment = Map.of(
                "QUARKUS_PROFILE", "embedded",
                "QUARKUS_HTTP_PORT", Integer.toString(port),
                "SALLYPORT_CATALOG_DIR", catalog.toString(),
                "SALLYPORT_DATA_DIR", work.resolve("data").toString(),
                "SALLYPORT_EMBEDDED_API_KEY", KEY);
        return ChildProcess.start("gateway", plan.work(), environment, command);
    }

    private static String models(int upstreamPort, int chunks) {
        String paced = Wire.paced(chunks);
        return """
                providers:
                  bench:
                    dialect: openai
                    baseUrl: http://127.0.0.1:%d/v1
                    apiKey: none
                    models:
                      whole: { contextTokens: 4096, price: { inputPerMillion: 0.10, outputPerMillion: 0.40, currency: USD } }
                      short: { contextTokens: 4096 }
                      %s: { contextTokens: 4096 }
                      spare: { contextTokens: 4096, price: { inputPerMillion: 0.10, outputPerMillion: 0.40, currency: USD } }
                routes:
                %s%s%s%s""".formatted(upstreamPort, paced, route(Wire.WHOLE), route(Wire.SHORT), route(paced), Limits.routes());
    }

    private static String route(String model) {
        return route(model, model, "");
    }

    /** @param more lines of the route, each with its newline */
    static String route(String alias, String model, String more) {
        return """
                  "%s":
                    candidates: [ { model: bench/%s, weight: 1 } ]
                    fallbacks: [ bench/spare ]
                    timeouts: { connect: 2s, firstToken: 30s, idle: 30s, total: 120s }
                    retry: { attempts: 2, baseDelay: 200ms, maxDelay: 2s, maxRetryAfter: 10s }
                    breaker: { window: 20, failureRatio: 0.5, openFor: 10s }
                """.formatted(alias, model) + more;
    }
}
