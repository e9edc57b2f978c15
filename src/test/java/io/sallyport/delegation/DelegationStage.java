package io.sallyport.delegation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.testing.Answer;
import io.sallyport.testing.GatewayLauncher;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.Json;
import io.sallyport.testing.TestClient;
import io.sallyport.testing.tool.MisbehavingTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A gateway with its own issuer, two agents, a tool of each kind, and a server that remembers what each tool was shown. */
final class DelegationStage implements AutoCloseable {
    static final List<String> AGENTS = List.of("mailer", "filer");

    private static final String MODELS = """
            providers:
              scripted: { dialect: scripted, script: scripts/desk.yaml, models: { desk: {} } }
            routes:
              desk: { candidates: [ { model: scripted/desk } ] }
            """;
    private static final String SCRIPT = """
            rules:
              - when: { equals: "have it mailed", toolResults: 0 }
                reply: { toolCalls: [ { name: agent_mailer, arguments: { input: "send_mail" } } ] }
              - when: { equals: "have it wired", toolResults: 0 }
                reply: { toolCalls: [ { name: agent_mailer, arguments: { input: "wire_money" } } ] }
              - when: { contains: "send_mail to many", toolResults: 0 }
                reply: { toolCalls: [ { name: send_mail, arguments: { copies: 50 } } ] }
              - when: { contains: "send_mail", toolResults: 0 }
                reply: { toolCalls: [ { name: send_mail, arguments: { copies: 1 } } ] }
              - when: { contains: "read_file", toolResults: 0 }
                reply: { toolCalls: [ { name: read_file, arguments: {} } ] }
              - when: { contains: "take_note", toolResults: 0 }
                reply: { toolCalls: [ { name: take_note, arguments: {} } ] }
              - when: { contains: "get_price", toolResults: 0 }
                reply: { toolCalls: [ { name: get_price, arguments: {} } ] }
              - when: { contains: "wire_money", toolResults: 0 }
                reply: { toolCalls: [ { name: wire_money, arguments: {} } ] }
              - reply: { text: "{{lastToolResult}}" }
            """;
    private static final String PRINCIPALS = """
            principals:
              - { client: web-chat, may: [ "agent:*" ] }
              - { client: mailer, may: [ "tool:*" ] }
              - { role: operator, may: [ "admin", "approve:*" ] }
            """;

    final MisbehavingTool tools = MisbehavingTool.start();
    final GatewayProcess gateway;
    final List<String> secrets = new CopyOnWriteArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    DelegationStage() {
        GatewayLauncher launcher = GatewayProcess.embedded()
                .catalog(MODELS)
                .catalogFile("scripts/desk.yaml", SCRIPT)
                .catalogFile("principals.yaml", PRINCIPALS)
                .catalogFile(
                        "tools/send_mail.yaml",
                        tool("send_mail", "irreversible", "never", "auth: user, audience: mail"))
                .catalogFile("tools/read_file.yaml", tool("read_file", "none", "never", "auth: user, audience: files"))
                .catalogFile(
                        "tools/take_note.yaml",
                        tool("take_note", "reversible", "never", "auth: agent, audience: notes"))
                .catalogFile("tools/get_price.yaml", tool("get_price", "none", "never", "auth: none"))
                .catalogFile(
                        "tools/wire_money.yaml",
                        tool("wire_money", "irreversible", "always", "auth: user, audience: bank"));
        for (String agent : List.of("mailer", "filer", "head")) {
            launcher.catalogFile("agents/" + agent + ".yaml", agent(agent))
                    .promptFile(agent + "/main.v1.prompt", "{{role \"system\"}}\nYou do what you are told.\n")
                    .promptFile(agent + "/releases.yaml", "main: { stable: 1 }\n");
        }
        gateway = launcher.start();
        secrets.add(gateway.apiKey());
    }

    /** The filer may send mail to few; the head may have the mailer do it. */
    private static String agent(String name) {
        String when = name.equals("filer") ? ", when: \"args.copies <= 10\"" : "";
        String more = name.equals("head") ? "  - { name: \"agent:mailer\" }\n" : "";
        return """
                name: %1$s
                client: %1$s
                description: Does it.
                clientSecret: ${SALLYPORT_EMBEDDED_API_KEY}
                route: desk
                prompt: %1$s/main
                tools:
                  - { name: send_mail%2$s }
                  - { name: read_file }
                  - { name: take_note }
                  - { name: get_price }
                  - { name: wire_money }
                """.formatted(name, when) + more;
    }

    private String tool(String name, String effect, String approval, String auth) {
        return """
                name: %s
                description: Does it.
                effect: %s
                idempotency: %s
                approval: %s
                timeout: 5s
                http: { method: POST, url: "%s", %s }
                input: { type: object }
                """.formatted(
                        name, effect, effect.equals("none") ? "none" : "keyed", approval, tools.url("/" + name), auth);
    }

    /** A token by client credentials. */
    TestClient program(String client) {
        return bearing(token("client_id=" + client));
    }

    /** A token of somebody who has signed in at {@code client}, good for this long. */
    TestClient person(String client, String subject, Duration lifetime, String... roles) {
        return bearing(token("client_id=" + client + "&subject=" + subject + "&lifetime=" + lifetime.toSeconds()
                + (roles.length == 0 ? "" : "&roles=" + String.join(",", roles))));
    }

    TestClient person(String client, String subject, String... roles) {
        return person(client, subject, Duration.ofMinutes(10), roles);
    }

    TestClient apiKey(String client) {
        Answer made = gateway.client().post("/v1/admin/api-keys", Json.write(Map.of("client", client)));
        return bearing(made.json().path("key").asText());
    }

    private TestClient bearing(String credential) {
        secrets.add(credential);
        return gateway.client().withKey(credential);
    }

    private String token(String form) {
        HttpResponse<String> answer =
                ask("grant_type=client_credentials&client_secret=" + gateway.apiKey() + "&" + form);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.parse(answer.body()).path("access_token").asText();
    }

    /** What the embedded issuer's token endpoint answers to {@code form}. */
    HttpResponse<String> ask(String form) {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create(gateway.baseUrl() + "/embedded/issuer/token"))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(form))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    String begin(TestClient caller, String agent, String input) {
        Answer begun = caller.post("/v1/agents/" + agent + "/runs", Json.write(Map.of("input", input)));
        assertThat(begun.status()).as(begun::toString).isEqualTo(202);
        return begun.json().path("id").asText();
    }

    /** The run once it is in {@code status}, as administrators see it. */
    JsonNode inStatus(String run, String status) {
        await().alias(run + " becomes " + status)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> shown(run).path("status").asText(), status::equals);
        return shown(run);
    }

    JsonNode shown(String run) {
        return gateway.client().get("/v1/runs/" + run).json();
    }

    @Override
    public void close() {
        gateway.close();
        tools.close();
    }
}
