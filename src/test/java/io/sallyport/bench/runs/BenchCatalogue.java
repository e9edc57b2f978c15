package io.sallyport.bench.runs;

import io.sallyport.testing.GatewayLauncher;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One agent, whose scripted model does what the input says. Its tools are built in: nothing but the gateway and its stores is measured. */
final class BenchCatalogue {
    static final String CLIENT = "bencher";
    static final String PERSON = "ada";

    /** Ten steps: nine of them call a tool, in turn one that only reads and one that writes; the tenth answers. No thinking time. */
    static final String TEN_STEPS = "ten steps";

    static final int STEPS_OF_TEN = 10;
    static final int CALLS_OF_TEN = STEPS_OF_TEN - 1;

    /** Forty steps, with a model that thinks for a quarter of a second each time. */
    static final String LONG_WORK = "long work";

    private static final int STEPS_OF_LONG_WORK = 40;

    /** Begins with three seconds in which watchers can gather, and then makes twelve steps, a pause before each. */
    static final String WATCHED = "be watched";

    private static final int STEPS_WATCHED = 13;

    /** Asks a person first, and answers then. */
    static final String ASK = "ask first";

    /** A hundred agents are asked at once, each of which thinks for longer than anybody watches. */
    static final String FAMILY = "ask a hundred";

    static final int CHILDREN = 100;

    private static final String THINK = "think";
    private static final String AGENT = "worker";

    private static final String PRINCIPALS = """
            principals:
              - { client: bencher, may: [ "agent:*", "approve:worker", "route:*" ] }
            """;
    private static final String MODELS = """
            providers:
              scripted: { dialect: scripted, script: scripts/work.yaml, models: { worker: {} } }
            routes:
              work: { candidates: [ { model: scripted/worker } ], timeouts: { firstToken: 55s, idle: 55s, total: 60s } }
            """;
    private static final String MANIFEST = """
            name: worker
            client: worker
            route: work
            prompt: worker/main
            tools: [ { name: current_time }, { name: key_value }, { name: careful_key_value } ]
            limits: { steps: 1000, toolCalls: 1000, tokens: 1000000000, wallTime: 1h, parallel: 4 }
            """;
    private static final String LEAD = """
            name: lead
            client: lead
            route: work
            prompt: worker/main
            tools: [ { name: "agent:thinker" } ]
            limits: { steps: 1000, toolCalls: 1000, tokens: 1000000000, wallTime: 1h, parallel: 100 }
            """;
    private static final String THINKER = """
            name: thinker
            client: thinker
            description: Thinks.
            route: work
            prompt: worker/main
            limits: { steps: 10, tokens: 1000000, wallTime: 1h }
            """;
    private static final String CAREFUL = """
            name: careful_key_value
            description: Remembers a value under a key, looks it up, or deletes it, if a person says yes.
            effect: reversible
            idempotency: transactional
            approval: always
            builtin: key_value
            """;

    private static final String READ = "{ name: current_time, arguments: {} }";
    private static final String WRITE =
            "{ name: key_value, arguments: { op: put, key: \"note\", value: \"kept by a step\" } }";

    private BenchCatalogue() {}

    /** Where runs are started. */
    static String path() {
        return "/v1/agents/" + AGENT + "/runs";
    }

    /** Where families are started. */
    static String leadPath() {
        return "/v1/agents/lead/runs";
    }

    static GatewayLauncher giveTo(GatewayLauncher launcher) {
        return launcher.catalog(MODELS)
                .catalogFile("principals.yaml", PRINCIPALS)
                .catalogFile("scripts/work.yaml", script())
                .catalogFile("tools/careful_key_value.yaml", CAREFUL)
                .catalogFile("agents/worker.yaml", MANIFEST)
                .catalogFile("agents/lead.yaml", LEAD)
                .catalogFile("agents/thinker.yaml", THINKER)
                .promptFile("worker/main.v1.prompt", "{{role \"system\"}}\nYou work.\n")
                .promptFile("worker/releases.yaml", "main: { stable: 1 }\n");
    }

    private static String script() {
        return "rules:\n"
                + calls(TEN_STEPS, 0, CALLS_OF_TEN, "")
                + calls(LONG_WORK, 0, STEPS_OF_LONG_WORK - 1, ", latency: { firstToken: 250ms }")
                + calls(WATCHED, 0, 1, ", latency: { firstToken: 3s }")
                + calls(WATCHED, 1, STEPS_WATCHED - 1, ", latency: { firstToken: 300ms }")
                + rule(FAMILY, 0, children(), "")
                + "  - when: { equals: \"" + THINK
                + "\" }\n    reply: { text: \"Never.\", latency: { firstToken: 50s } }\n"
                + rule(ASK, 0, WRITE.replace("key_value", "careful_key_value"), "")
                + "  - reply: { text: \"It is done, as you wanted: {{lastUserMessage}}.\" }\n";
    }

    private static String children() {
        String one = "{ name: agent_thinker, arguments: { input: \"" + THINK + "\" } }";
        return String.join(", ", Collections.nCopies(CHILDREN, one));
    }

    private static String calls(String input, int from, int to, String latency) {
        return IntStream.range(from, to)
                .mapToObj(done -> rule(input, done, done % 2 == 0 ? READ : WRITE, latency))
                .collect(Collectors.joining());
    }

    private static String rule(String input, int done, String call, String latency) {
        return "  - when: { equals: \"%s\", toolResults: %d }%n    reply: { text: \"One step further.\", toolCalls: [ %s ]%s }%n"
                .formatted(input, done, call, latency);
    }
}
