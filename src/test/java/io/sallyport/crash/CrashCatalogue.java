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

    /** Through which persons decide. */
    static final String DESK = "crash-desk";

    /** At which persons sign in for whom agents act. */
    static final String CHAT = "crash-chat";

    /** The agent of a family's children. */
    static final String CHILD = "crash-child";

    private static final String PRINCIPALS = """
            principals:
              - { client: crasher, tenant: default, may: [ "agent:crash-*", "route:*", "admin" ] }
              - { client: crash-desk, tenant: default, may: [ "approve:*" ] }
              - { client: crash-chat, tenant: default, may: [ "agent:crash-user" ] }
            """;

    private static final String MODELS = """
            providers:
              scripted: { dialect: scripted, script: scripts/crash.yaml, models: { worker: { contextTokens: 8192, capabilities: [tools], price: { inputPerMillion: 1, outputPerMillion: 1, currency: USD } } } }
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

    /** A family's parent asks for all its children at once. */
    private static final String FAMILY_RULES = """
              - when: { regex: "^work family (\\\\S+)$", toolResults: 0 }
                reply: { toolCalls: [ ASKS ], latency: { firstToken: THINKS } }
              - when: { regex: "^part (\\\\S+)$", toolResults: 0 }
                reply: { toolCalls: [ { name: use_keyed, arguments: { order: "{{group1}}" } } ], latency: { firstToken: THINKS } }
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
            http: { method: POST, url: "URL/PATH"MORE }
            input: { type: object, additionalProperties: false, required: [order], properties: { order: { type: string } } }
            """;

    private static final String MCP_TOOL = """
            name: TOOL
            description: Does something at the sample MCP server, for an order.
            effect: EFFECT
            idempotency: IDEMPOTENCY
            timeout: 1s
            retry: 20
            onUnknown: tellModel
            mcp: { server: sample, tool: "PATH", digest: "DIGEST" }
            input: { type: object, additionalProperties: false, required: [order], properties: { order: { type: string } } }
            """;

    /** One that has been killed is there again soon, and is to be asked then. */
    private static final String SERVERS = """
            servers:
              sample: { url: "URL", auth: none, maxConcurrent: 64, timeout: 2s, breaker: { window: 100, failureRatio: 1.0, openFor: 1s } }
            """;

    private static final String AGENT = """
            name: NAME
            client: NAME
            clientSecret: no-secret
            route: crash
            prompt: crash/main
            tools: [ TOOLS ]
            description: Works.
            limits: { steps: 40, toolCalls: 40, tokens: 1000000, cost: 10, wallTime: 30m, parallel: 4 }
            """;

    /** The user's token is good for {@link Users#TOKEN}. */
    private static final String LONGER_THAN_A_TOKEN = "1500ms";

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
     * @param mcp    where the sample MCP server takes messages
     * @param thinks how long the model takes for each answer, like {@code 500ms}
     */
    static Map<String, String> catalogue(String witness, String mcp, String thinks) {
        Map<String, String> files = new TreeMap<>();
        files.put("principals.yaml", PRINCIPALS);
        files.put("models.yaml", MODELS);
        files.put("mcp.yaml", SERVERS.replace("URL", mcp));
        files.put("scripts/crash.yaml", script(thinks));
        agent(files, CHILD, tool(EffectClass.KEYED));
        for (EffectClass effect : EffectClass.values()) {
            if (effect == EffectClass.FAMILY) {
                agent(files, effect.agent(), tool(EffectClass.KEYED), "agent:" + CHILD);
            } else {
                agent(files, effect.agent(), tool(effect));
            }
            if (effect.sort() == Sort.MCP) {
                files.put("tools/" + tool(effect) + ".yaml", mcpManifest(effect));
            } else if (effect.atTheWitness() && effect != EffectClass.FAMILY) {
                files.put("tools/" + tool(effect) + ".yaml", manifest(effect, witness));
            }
        }
        return files;
    }

    private static void agent(Map<String, String> files, String name, String... tools) {
        String granted =
                Arrays.stream(tools).map(tool -> "{ name: \"" + tool + "\" }").collect(Collectors.joining(", "));
        files.put("agents/" + name + ".yaml", AGENT.replace("NAME", name).replace("TOOLS", granted));
    }

    /** The files of the prompts' folder. */
    static Map<String, String> prompts() {
        return Map.of("crash/main.v1.prompt", PROMPT, "crash/releases.yaml", "main: { stable: 1 }\n");
    }

    static String tool(EffectClass effect) {
        if (effect == EffectClass.TRANSACTIONAL) {
            return "key_value";
        }
        return effect.sort() == Sort.MCP ? "use_" + effect.word() : "use_" + effect.path();
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
        if (effect == EffectClass.FAMILY) {
            return FAMILY_RULES.replace(
                    "ASKS",
                    effect.orders("{{group1}}").stream()
                            .map("{ name: agent_crash-child, arguments: { input: \"part %s\" } }"::formatted)
                            .collect(Collectors.joining(", ")));
        }
        return RULES.replace("WORD", effect.word())
                .replace("TOOL", tool(effect))
                .replace("ARGUMENTS1", arguments(effect, 1))
                .replace("ARGUMENTS2", arguments(effect, 2))
                .replace("THINKS", effect == EffectClass.USER ? LONGER_THAN_A_TOKEN : "THINKS");
    }

    private static String arguments(EffectClass effect, int call) {
        String order = "{{group1}}-" + call;
        return effect == EffectClass.TRANSACTIONAL
                ? "{ op: put, key: \"%s\", value: \"done\" }".formatted(order)
                : "{ order: \"%s\" }".formatted(order);
    }

    private static String manifest(EffectClass effect, String witness) {
        String idempotency = switch (effect) {
            case KEYED, APPROVAL, USER -> "keyed";
            case QUERYABLE -> "queryable";
            default -> "none";
        };
        return TOOL.replace("EFFECT", effect == EffectClass.READ ? "none" : "irreversible")
                .replace("IDEMPOTENCY", idempotency)
                .replace("EXTRA", extra(effect))
                .replace("MORE", more(effect))
                .replace("PATH", effect.path())
                .replace("URL", witness);
    }

    private static String more(EffectClass effect) {
        return switch (effect) {
            case QUERYABLE -> ", lookUp: { url: \"URL/PATH/{key}\" }";
            case USER -> ", auth: user, audience: witness";
            default -> "";
        };
    }

    private static String extra(EffectClass effect) {
        return switch (effect) {
            case BLIND -> "onUnknown: tellModel";
            case APPROVAL -> "approval: always";
            case QUERYABLE -> "onNotApplied: call";
            default -> "maxConcurrent: 64";
        };
    }

    private static String mcpManifest(EffectClass effect) {
        return MCP_TOOL.replace("EFFECT", effect == EffectClass.MCP_READ ? "none" : "irreversible")
                .replace("IDEMPOTENCY", effect == EffectClass.MCP_KEYED ? "keyed" : "none")
                .replace("TOOL", tool(effect))
                .replace("DIGEST", McpWitness.digest(effect.path()))
                .replace("PATH", effect.path());
    }
}
