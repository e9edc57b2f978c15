package io.sallyport.tool.cel;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import io.sallyport.tool.CallFacts;
import io.sallyport.tool.CallFacts.Budget;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a condition can ask about: each name with its type, and where its value comes from. {@code docs/catalogue.md} lists the same. */
enum Names {
    ARGS("args", MapType.create(SimpleType.STRING, SimpleType.DYN)),
    CLIENT("principal.client", SimpleType.STRING),
    SUB("principal.sub", SimpleType.STRING),
    TENANT("principal.tenant", SimpleType.STRING),
    ROLES("principal.roles", ListType.create(SimpleType.STRING)),
    PERSON("principal.person", SimpleType.BOOL),
    LABELS("labels", ListType.create(SimpleType.STRING)),
    NOW("now", SimpleType.TIMESTAMP),
    STEPS("budget.steps", SimpleType.INT),
    TOOL_CALLS("budget.toolCalls", SimpleType.INT),
    TOKENS("budget.tokens", SimpleType.INT),
    COST("budget.cost", SimpleType.DOUBLE);

    private final String written;
    private final CelType type;

    Names(String written, CelType type) {
        this.written = written;
        this.type = type;
    }

    String written() {
        return written;
    }

    CelType type() {
        return type;
    }

    /** Empty where nobody knows: the evaluation fails then, and the call is denied. */
    private Optional<Object> value(CallFacts facts, Cost cost) {
        CallFacts.Principal principal = facts.principal();
        return switch (this) {
            case ARGS -> Optional.of(new Values(cost).of(facts.arguments()));
            case CLIENT -> Optional.of(principal.client());
            case SUB -> Optional.ofNullable(principal.subject());
            case TENANT -> Optional.of(principal.tenant());
            case ROLES -> principal.roles().map(List::copyOf);
            case PERSON -> principal.person().map(known -> known);
            case LABELS -> facts.labels().get().map(all -> all.stream().sorted().toList());
            case NOW -> Optional.of(facts.now());
            case STEPS -> facts.budget().map(Budget::steps);
            case TOOL_CALLS -> facts.budget().map(Budget::toolCalls);
            case TOKENS -> facts.budget().map(Budget::tokens);
            case COST -> facts.budget().map(Budget::cost);
        };
    }

    static Optional<Object> value(String name, CallFacts facts, Cost cost) {
        for (Names one : values()) {
            if (one.written.equals(name)) {
                return one.value(facts, cost);
            }
        }
        return Optional.empty();
    }

    static List<String> all() {
        return Stream.of(values()).map(Names::written).toList();
    }
}
