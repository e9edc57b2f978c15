package io.sallyport.crash;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the gateways of a crash test have: a scripted model, a tool at the witness for each class, and an agent for each, whose runs ask
 * the model three times and call their tool twice. The order in the arguments is what the witness counts by.
 */
final class CrashCatalogue {
    static final String CLIENT = "crasher";

    private static final String PRINCIPALS = """
            principals:
              - { client: crasher, tenant: default, may: [ "agent:crash-*", "route:*" ] }
            """;

    private static final String MODELS = """
            providers:
              scripted: { dialect: scripted, script: scripts/crash.yaml, models: { worker: { contextTokens: 8192, capabilities: [tools] } } }
            routes:
              crash: { candidates: [ { model: scripted/worker } ] }
            """;

    /** The orders of a run are its own number and -1, -2. */
    private static final String RULES = """
              - when: { regex: "^work WORD (\\\\S+)$", toolResults: 0 }
                reply: { toolCalls: [ { name: TOOL, arguments: ARGUMENTS1 } ], latency: { firstToken: THINKS } }
              - when: { regex: "^work WORD (\\\\S+)$", toolResults: 1 }
                reply: { toolCalls: [ { name: TOOL, arguments: ARGUMENTS2 } ], latency: { firstToken: THINKS } }
            """;

    private static final String LAST_RULE = """
              - reply: { text: "All of it is done: {{lastUserMessage}}", latency: { firstToken: THINKS, perChunk: 20ms } }
            """;

    private static final String TOOL = """
            name: use_PATH
            description: Does something at the witness, for an order.
            effect: EFFECT
            idempotency: IDEMPOTENCY
            timeout: 1s
            retry: 20
            EXTRA
            http: { method: POST, url: "URL/PATH"LOOKUP }
            input: { type: object, additionalProperties: false, required: [order], properties: { order: { type: string } } }
            """;

    private static final String AGENT = """
            name: NAME
            client: NAME
            route: crash
            prompt: crash/main
            tools: [ { name: TOOL } ]
            limits: { steps: 10, toolCalls: 10, tokens: 1000000, wallTime: 30m, parallel: 4 }
            """;

    private static final String PROMPT = """
            ---
            model: crash
            ---
            {{role "system"}}
            You work.
            """;

    private CrashCatalogue() {}

    /**
     * Its files, by their names in the catalogue's folder.
     *
     * @param thinks how long the model takes for each answer, like {@code 500ms}
     */
    static Map<String, String> catalogue(String witness, String thinks) {
        Map<String, String> files = new TreeMap<>();
        files.put("principals.yaml", PRINCIPALS);
        files.put("models.yaml", MODELS);
        files.put("scripts/crash.yaml", script(thinks));
        for (EffectClass effect : EffectClass.values()) {
            files.put(
                    "agents/" + effect.agent() + ".yaml",
                    AGENT.replace("NAME", effect.agent()).replace("TOOL", tool(effect)));
            if (effect.atTheWitness()) {
                files.put("tools/" + tool(effect) + ".yaml", manifest(effect, witness));
            }
        }
        return files;
    }

    /** The files of the prompts' folder. */
    static Map<String, String> prompts() {
        return Map.of("crash/main.v1.prompt", PROMPT, "crash/releases.yaml", "main: { stable: 1 }\n");
    }

    static String tool(EffectClass effect) {
        return effect == EffectClass.TRANSACTIONAL ? "key_value" : "use_" + effect.path();
    }

    /** What the harness asks an agent. */
    static String input(EffectClass effect, String number) {
        return "work " + effect.word() + " " + number;
    }

    private static String script(String thinks) {
        return Arrays.stream(EffectClass.values())
                .map(CrashCatalogue::rules)
                .collect(Collectors.joining("", "rules:\n", LAST_RULE))
                .replace("THINKS", thinks);
    }

    private static String rules(EffectClass effect) {
        return RULES.replace("WORD", effect.word())
                .replace("TOOL", tool(effect))
                .replace("ARGUMENTS1", arguments(effect, 1))
                .replace("ARGUMENTS2", arguments(effect, 2));
    }

    private static String arguments(EffectClass effect, int call) {
        String order = "{{group1}}-" + call;
        return effect == EffectClass.TRANSACTIONAL
                ? "{ op: put, key: \"%s\", value: \"done\" }".formatted(order)
                : "{ order: \"%s\" }".formatted(order);
    }

    private static String manifest(EffectClass effect, String witness) {
        String idempotency = effect == EffectClass.KEYED || effect == EffectClass.QUERYABLE ? effect.word() : "none";
        return TOOL.replace("EFFECT", effect == EffectClass.READ ? "none" : "irreversible")
                .replace("IDEMPOTENCY", idempotency)
                .replace("EXTRA", extra(effect))
                .replace("LOOKUP", effect == EffectClass.QUERYABLE ? ", lookUp: { url: \"URL/PATH/{key}\" }" : "")
                .replace("PATH", effect.path())
                .replace("URL", witness);
    }

    private static String extra(EffectClass effect) {
        return switch (effect) {
            case BLIND -> "onUnknown: tellModel";
            case QUERYABLE -> "onNotApplied: call";
            default -> "maxConcurrent: 64";
        };
    }
}
