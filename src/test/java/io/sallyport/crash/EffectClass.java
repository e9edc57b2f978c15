package io.sallyport.crash;

import java.util.Locale;

/** What sort of tool a run works with. There is an agent for each, which makes two calls, one after the other, and says that it is done. */
enum EffectClass {
    /** Happens in our own commit: {@code key_value}. */
    TRANSACTIONAL("key_value"),
    /** Remembers keys. */
    KEYED("keyed"),
    /** Can be asked whether a key was applied. */
    QUERYABLE("queryable"),
    /** Irreversible, and nothing is known about a call that was not answered. */
    BLIND("blind"),
    /** Has no effect at all. */
    READ("read");

    private final String path;

    EffectClass(String path) {
        this.path = path;
    }

    /** Where the witness plays it. */
    String path() {
        return path;
    }

    String agent() {
        return "crash-" + word();
    }

    /** As it stands in scripts, inputs and orders. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean atTheWitness() {
        return this != TRANSACTIONAL;
    }
}
