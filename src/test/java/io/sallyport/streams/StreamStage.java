package io.sallyport.streams;

import io.sallyport.testing.GatewayLauncher;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.RealServices;
import io.sallyport.testing.SharedStage;
import io.sallyport.testing.TestClient;
import java.util.List;

/** Two replicas on one PostgreSQL and one Redis, and an agent whose model follows a script: what it is told decides what it does. */
final class StreamStage implements AutoCloseable {
    /** Makes the agent take this many steps before it answers. */
    static final String STEPS = "many steps";

    static final int HOW_MANY = 16;

    /** Makes it answer for about three seconds. */
    static final String SLOWLY = "slowly";

    /** What it then says. */
    static final String SLOW_ANSWER = "word ".repeat(60).strip();

    /** Makes it want something that a person has to approve. */
    static final String ASK = "pay";

    private static final String AGENT = "talker";

    private static final String MODELS = """
            providers:
              scripted: { dialect: scripted, script: scripts/talker.yaml, models: { talker: {} } }
            routes:
              talk: { candidates: [ { model: scripted/talker } ] }
            """;
    private static final String PRINCIPALS = """
            principals:
              - { client: web-chat, may: [ "agent:talker" ] }
              - { client: stranger, may: [ "agent:talker" ] }
              - { client: barred, may: [ "route:*" ] }
            """;
    private static final String TOOL = """
            name: send_payment
            description: Pays.
            effect: irreversible
            idempotency: keyed
            approval: always
            timeout: 2s
            http: { method: POST, url: "http://127.0.0.1:9/pay", auth: none }
            input: { type: object, additionalProperties: false, properties: {} }
            output: { type: object }
            """;
    private static final String MANIFEST = """
            name: talker
            client: talker
            route: talk
            prompt: talker/main
            tools: [ { name: send_payment } ]
            """;

    final RealServices services = RealServices.start();
    final GatewayProcess one = launcher().launch();
    final GatewayProcess other = launcher().launch();

    StreamStage() {
        both().forEach(GatewayProcess::awaitReady);
    }

    /** A third one, which is the test's own. */
    GatewayProcess launch() {
        return launcher().start();
    }

    private GatewayLauncher launcher() {
        GatewayLauncher launcher = GatewayProcess.prod()
                .catalog(MODELS)
                .catalogFile("principals.yaml", PRINCIPALS)
                .catalogFile("scripts/talker.yaml", script())
                .catalogFile("tools/send_payment.yaml", TOOL)
                .catalogFile("agents/talker.yaml", MANIFEST)
                .promptFile("talker/main.v1.prompt", "{{role \"system\"}}\nYou talk.\n")
                .promptFile("talker/releases.yaml", "main: { stable: 1 }\n")
                .env("SALLYPORT_STREAM_HEARTBEAT", "1s");
        services.environment().forEach(launcher::env);
        return launcher;
    }

    private static String script() {
        StringBuilder rules = new StringBuilder("rules:\n");
        for (int step = 0; step < HOW_MANY; step++) {
            rules.append("""
                      - when: { contains: "%s", toolResults: %d }
                        reply: { text: "Step by step, this is one of them.", chunkSize: 4, latency: { perChunk: 10ms }, toolCalls: [ { name: no_such_tool, arguments: { n: %d } } ] }
                    """.formatted(STEPS, step, step));
        }
        return rules.append("""
                  - when: { contains: "%s" }
                    reply: { text: "%s", chunkSize: 5, latency: { firstToken: 300ms, perChunk: 40ms } }
                  - when: { contains: "%s", toolResults: 0 }
                    reply: { toolCalls: [ { name: send_payment, arguments: {} } ] }
                  - reply: { text: "You said: {{lastUserMessage}}", chunkSize: 6 }
                """.formatted(SLOWLY, SLOW_ANSWER, ASK)).toString();
    }

    /** The other one of the two. */
    GatewayProcess beside(GatewayProcess replica) {
        return replica == one ? other : one;
    }

    List<GatewayProcess> both() {
        return List.of(one, other);
    }

    String token(String client) {
        return services.issuer().token(client);
    }

    TestClient client(GatewayProcess replica, String client) {
        return new TestClient(replica.baseUrl(), token(client));
    }

    /** Starts a run of which the input is {@code said}; its id. */
    String start(GatewayProcess replica, String said) {
        return client(replica, "web-chat")
                .post("/v1/agents/" + AGENT + "/runs", "{\"input\":\"" + said + "\"}")
                .json()
                .path("id")
                .asText();
    }

    static final class Shared extends SharedStage<StreamStage> {
        Shared() {
            super(StreamStage.class, StreamStage::new);
        }
    }

    @Override
    public void close() {
        one.close();
        other.close();
        services.close();
    }
}
