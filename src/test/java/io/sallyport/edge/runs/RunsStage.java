package io.sallyport.edge.runs;

import io.sallyport.testing.Answer;
import io.sallyport.testing.GatewayLauncher;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.Json;
import io.sallyport.testing.SharedStage;
import io.sallyport.testing.TestClient;
import java.util.Map;

/** A gateway with agents that performs no run: what is accepted stays where it is. And the callers that the tests need. */
final class RunsStage implements AutoCloseable {
    private static final String MODELS = """
            providers:
              scripted: { dialect: scripted, models: { tour: {} } }
            routes:
              chat-runs: { candidates: [ { model: scripted/tour } ] }
            """;
    private static final String PRINCIPALS = """
            principals:
              - { client: web-chat, may: [ "agent:order-*", "route:*" ] }
              - { client: other-chat, may: [ "agent:*" ] }
              - { client: operator, may: [ "admin" ] }
              - { client: elsewhere, tenant: elsewhere, may: [ "agent:*", "admin" ] }
            """;

    final GatewayProcess gateway;
    final TestClient demo;
    final TestClient web;
    final TestClient other;
    final TestClient operator;
    final TestClient elsewhere;

    RunsStage() {
        gateway = launcher().start();
        demo = gateway.client();
        web = client("web-chat");
        other = client("other-chat");
        operator = client("operator");
        elsewhere = client("elsewhere");
    }

    private static GatewayLauncher launcher() {
        GatewayLauncher launcher = GatewayProcess.embedded()
                .catalog(MODELS)
                .catalogFile("principals.yaml", PRINCIPALS)
                .env("SALLYPORT_RUNS_WORKERS", "0");
        for (String name : new String[] {"order-desk", "order-strict", "hidden"}) {
            launcher.catalogFile("agents/" + name + ".yaml", agent(name))
                    .promptFile(name + "/main.v1.prompt", "{{role \"system\"}}\nYou take orders.\n")
                    .promptFile(name + "/releases.yaml", "main: { stable: 1 }\n");
        }
        return launcher;
    }

    private static String agent(String name) {
        String key = name.equals("order-strict") ? "idempotencyKey: required\n" : "";
        return "name: " + name + "\nclient: " + name + "\nroute: chat-runs\nprompt: " + name + "/main\n" + key;
    }

    private TestClient client(String name) {
        Answer made = demo.post("/v1/admin/api-keys", Json.write(Map.of("client", name)));
        return demo.withKey(made.json().path("key").asText());
    }

    /** The id of a run that was accepted just now. */
    String accepted(TestClient client) {
        return client.post("/v1/agents/order-desk/runs", "{\"input\":\"hello\"}")
                .json()
                .path("id")
                .asText();
    }

    static final class Shared extends SharedStage<RunsStage> {
        Shared() {
            super(RunsStage.class, RunsStage::new);
        }
    }

    @Override
    public void close() {
        gateway.close();
    }
}
