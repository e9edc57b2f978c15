package io.sallyport.config.readiness;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The rules that {@code prod} starts by. */
public final class Readiness {
    private static final List<Function<Settings, Stream<String>>> RULES = List.of(
            DatabaseRules::findings,
            RedisRules::findings,
            HttpRules::findings,
            UserKeyRules::findings,
            ForbiddenRules::findings);

    private Readiness() {}

    /** Everything that is missing or unsafe, each with its fix; empty: it may start. Connects to nothing and shows no secret. */
    public static List<String> findings(Settings settings) {
        return RULES.stream().flatMap(rule -> rule.apply(settings)).toList();
    }
}
