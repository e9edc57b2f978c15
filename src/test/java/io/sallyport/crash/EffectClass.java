package io.sallyport.crash;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/** What sort of tool a run works with. There is an agent for each, which makes its calls and says that it is done. */
enum EffectClass {
    /** Happens in our own commit: {@code key_value}. */
    TRANSACTIONAL("key_value", Sort.PLAIN),
    /** Remembers keys. */
    KEYED("keyed", Sort.PLAIN),
    /** Can be asked whether a key was applied. */
    QUERYABLE("queryable", Sort.PLAIN),
    /** Irreversible, and nothing is known about a call that was not answered. */
    BLIND("blind", Sort.PLAIN),
    /** Has no effect at all. */
    READ("read", Sort.PLAIN),
    /** The tools are three other agents at once, each of which makes a call that remembers keys. */
    FAMILY("keyed", Sort.FAMILY),
    /** An MCP server's, which remembers the keys in {@code _meta}. */
    MCP_KEYED("keyed", Sort.MCP),
    /** An MCP server's, irreversible, without a key. */
    MCP_BLIND("blind", Sort.MCP),
    /** An MCP server's, without effect. */
    MCP_READ("read", Sort.MCP),
    /** Remembers keys, and a person has to agree each time. */
    APPROVAL("approved", Sort.APPROVAL),
    /** Remembers keys, and is called in the name of whoever has started the run. */
    USER("for_user", Sort.USER);

    /** Those that a family's parent asks, at once. */
    static final int CHILDREN = 3;

    private static final int CALLS = 2;

    private final String path;
    private final Sort sort;

    EffectClass(String path, Sort sort) {
        this.path = path;
        this.sort = sort;
    }

    static Set<EffectClass> of(Set<Sort> sorts) {
        Set<EffectClass> all = EnumSet.allOf(EffectClass.class);
        all.removeIf(effect -> !sorts.contains(effect.sort));
        return all;
    }

    /** Where the witness plays it, or what the MCP server calls it. */
    String path() {
        return path;
    }

    Sort sort() {
        return sort;
    }

    String agent() {
        return "crash-" + word();
    }

    /** As it stands in scripts, inputs and orders. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean atTheWitness() {
        return this != TRANSACTIONAL && sort != Sort.MCP;
    }

    /** Nobody can know what became of a call that was under way when its caller died. */
    boolean mayBeUnknown() {
        return this == BLIND || this == MCP_BLIND;
    }

    boolean hasNoEffect() {
        return this == READ || this == MCP_READ;
    }

    /** What is to happen once each, where {@code number} is the run's. */
    List<String> orders(String number) {
        return IntStream.rangeClosed(1, sort == Sort.FAMILY ? CHILDREN : CALLS)
                .mapToObj(call -> number + "-" + call)
                .toList();
    }
}
