package io.sallyport.edge.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.testing.Answer;
import io.sallyport.testing.GatewayLauncher;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.RealServices;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs that begin runs, on two replicas, of which one dies: one budget for all of them, no second child, and a cancel that reaches all. */
@Timeout(180)
class ChildRunsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long TOKENS = 400_000;
    private static final int STEPS = 500;
    private static final String PRINCIPALS = """
            principals:
              - { client: caller, tenant: default, may: [ "agent:*", "route:*", "admin" ] }
            """;
    private static final String MODELS = """
            providers:
              scripted: { dialect: scripted, script: scripts/team.yaml, models: { m: { contextTokens: 100000, capabilities: [tools], price: { inputPerMillion: 1, outputPerMillion: 1, currency: USD } } } }
            routes:
              team: { candidates: [ { model: scripted/m } ], timeouts: { firstToken: 50s, idle: 50s, total: 60s } }
            """;
    private static final String PROMPT = "{{role \"system\"}}\nYou are one of many.\n";
    private static final String LEAD = """
            name: lead
            client: lead
            route: team
            prompt: team/main
            tools: [ { name: calculate }, { name: "agent:worker" } ]
            limits: { steps: %d, toolCalls: 1000, tokens: %d, cost: 10, maxOutput: 100, wallTime: 10m, parallel: 100 }
            """.formatted(STEPS, TOKENS);
    private static final String WORKER = """
            name: worker
            client: worker
            description: Does one part.
            route: team
            prompt: team/main
            tools: [ { name: calculate } ]
            limits: { steps: 20, toolCalls: 20, maxOutput: 100, wallTime: 5m }
            """;

    private static RealServices services;
    private static GatewayProcess one;
    private static GatewayProcess other;

    @BeforeAll
    static void start() {
        services = RealServices.start();
        one = replica("one").launch();
        other = replica("other").launch();
        one.awaitReady();
        other.awaitReady();
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
        services.close();
    }

    private static GatewayLauncher replica(String name) {
        GatewayLauncher launcher = GatewayProcess.prod()
                .catalog(MODELS)
                .catalogFile("principals.yaml", PRINCIPALS)
                .catalogFile("scripts/team.yaml", script())
                .catalogFile("agents/lead.yaml", LEAD)
                .catalogFile("agents/worker.yaml", WORKER)
                .promptFile("team/main.v1.prompt", PROMPT)
                .promptFile("team/releases.yaml", "main: { stable: 1 }\n")
                .apiKey(services.issuer().token("caller"))
                .withoutCoverage()
                .env("SALLYPORT_REPLICA", name);
        services.environment().forEach(launcher::env);
        Map.of(
                        "SALLYPORT_RUNS_LEASE", "3s",
                        "SALLYPORT_RUNS_RENEW_EVERY", "500ms",
                        "SALLYPORT_RUNS_START_NOTHING_AFTER", "2s",
                        "SALLYPORT_RUNS_POLL", "250ms")
                .forEach(launcher::env);
        return launcher;
    }

    /** What leads ask for at once, and how workers behave: those that are greedy go on for as long as they may. */
    private static String script() {
        return "rules:\n" + asks("share", "modest", 50, "greedy", 50)
                + asks("slowly", "slow", 20, "modest", 0)
                + asks("forever", "endless", 100, "modest", 0)
                + """
                  - when: { regex: "^greedy" }
                    reply: { toolCalls: [ { name: calculate, arguments: { expression: "1+1" } } ], usage: { input: 300, output: 20 } }
                  - when: { regex: "^slow \\\\d" }
                    reply: { text: "Done {{lastUserMessage}}", latency: { firstToken: 1500ms }, usage: { input: 300, output: 20 } }
                  - when: { regex: "^endless" }
                    reply: { text: "Never", latency: { firstToken: 40s } }
                  - reply: { text: "Done {{lastUserMessage}}", usage: { input: 300, output: 20 } }
                """;
    }

    private static String asks(String word, String first, int firsts, String second, int seconds) {
        String calls = IntStream.range(0, firsts + seconds)
                .mapToObj(i -> "{ name: agent_worker, arguments: { input: \"%s %d\" } }"
                        .formatted(i < firsts ? first : second, i))
                .collect(Collectors.joining(", "));
        return """
                  - when: { equals: "%s", toolResults: 0 }
                    reply: { toolCalls: [ %s ], usage: { input: 300, output: 20 } }
                """.formatted(word, calls);
    }

    private static String begin(String word) {
        Answer answer = one.client().post("/v1/agents/lead/runs", "{\"input\": \"" + word + "\"}");
        assertThat(answer.status()).as(answer::toString).isEqualTo(202);
        return answer.json().path("id").asText();
    }

    private static JsonNode shown(String run) {
        return other.client().get("/v1/runs/" + run).json();
    }

    private static JsonNode until(String run, Predicate<JsonNode> wanted) {
        return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> shown(run), wanted);
    }

    private static boolean is(JsonNode run, String status) {
        return run.path("status").asText().equals(status);
    }

    private static List<JsonNode> children(JsonNode run) {
        return StreamSupport.stream(run.path("children").spliterator(), false).toList();
    }

    private static boolean allAre(JsonNode run, int count, String status) {
        return children(run).size() == count && children(run).stream().allMatch(child -> is(child, status));
    }

    /** One child for each call, and one event that says so. */
    private static void hasNoSecondChild(String run, JsonNode shown, int count) {
        assertThat(children(shown)).hasSize(count);
        Set<String> calls = new HashSet<>();
        children(shown).forEach(child -> calls.add(child.path("call").asText()));
        assertThat(calls).hasSize(count);
        List<String> types = types(run);
        assertThat(types.stream().filter("tool.child_started"::equals)).hasSize(count);
    }

    private static List<String> types(String run) {
        List<String> types = new ArrayList<>();
        JsonNode page = page(run, 0);
        while (!page.path("events").isEmpty()) {
            types.addAll(page.path("events").findValuesAsText("type"));
            page = page(run, page.path("next").asLong());
        }
        return types;
    }

    private static JsonNode page(String run, long after) {
        return other.client()
                .get("/v1/runs/" + run + "/events?limit=100&after=" + after)
                .json();
    }

    @Test
    void a_hundred_children_use_no_more_than_their_parent_had() {
        String run = begin("share");
        JsonNode ended = until(run, now -> is(now, "COMPLETED") || is(now, "LIMIT_EXCEEDED") || is(now, "FAILED"));

        assertThat(ended.path("status").asText()).as(ended::toString).isEqualTo("COMPLETED");
        hasNoSecondChild(run, ended, 100);
        long tokens = tokens(ended);
        long steps = ended.path("steps").size();
        int greedy = 0;
        for (JsonNode child : children(ended)) {
            JsonNode shown = shown(child.path("id").asText());
            assertThat(shown.path("parent").asText()).isEqualTo(run);
            assertThat(shown.path("root").asText()).isEqualTo(run);
            assertThat(shown.path("thread").asText())
                    .isNotEqualTo(ended.path("thread").asText());
            tokens += tokens(shown);
            steps += shown.path("steps").size();
            greedy += is(shown, "LIMIT_EXCEEDED") ? 1 : 0;
        }
        System.out.printf(
                "100 children: %d of %d tokens, %d of %d steps, %d at their limit%n",
                tokens, TOKENS, steps, STEPS, greedy);
        assertThat(greedy).isEqualTo(50);
        assertThat(tokens).isBetween(50L * 320, TOKENS);
        assertThat(steps).isBetween(150L, (long) STEPS);
    }

    private static long tokens(JsonNode run) {
        return run.at("/usage/input").asLong() + run.at("/usage/output").asLong();
    }

    @Test
    void a_replica_that_dies_while_children_begin_and_work_leaves_no_second_child() {
        String run = begin("slowly");
        until(run, now -> children(now).size() >= 5);
        one.kill9();
        JsonNode ended;
        try {
            ended = until(run, now -> is(now, "COMPLETED") || is(now, "FAILED"));
        } finally {
            one.restart();
        }

        assertThat(ended.path("status").asText()).as(ended::toString).isEqualTo("COMPLETED");
        assertThat(allAre(ended, 20, "COMPLETED")).as(ended::toString).isTrue();
        hasNoSecondChild(run, ended, 20);
    }

    @Test
    void a_cancel_reaches_all_that_a_run_has_asked() {
        String run = begin("forever");
        until(run, now -> children(now).size() == 100 && is(now, "WAITING_CHILD"));
        Instant asked = Instant.now();
        assertThat(one.client().post("/v1/runs/" + run + "/cancel", "{}").status())
                .isEqualTo(202);
        JsonNode ended = until(run, now -> allAre(now, 100, "CANCELLED"));
        List<Duration> took = children(ended).stream()
                .map(child -> Duration.between(
                        asked, Instant.parse(child.path("endedAt").asText())))
                .sorted()
                .toList();
        System.out.printf(
                "100 children cancelled after %d to %d ms, half of them after %d ms%n",
                took.getFirst().toMillis(),
                took.getLast().toMillis(),
                took.get(50).toMillis());

        assertThat(shown(run).path("status").asText()).isEqualTo("CANCELLED");
        // On two cores that nothing else uses it takes 0.6 s: bench/runs.sh --only families.
        assertThat(took.getLast()).isLessThan(Duration.ofSeconds(5));
    }
}
