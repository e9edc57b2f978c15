package io.sallyport.provider.scripted;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/** A script in use, which remembers how often each rule has answered. */
final class LoadedScript {
    private final String source;
    private final List<Script.Rule> rules;
    private final AtomicIntegerArray answered;

    LoadedScript(String source, Script script) {
        this.source = source;
        this.rules = script.rules();
        this.answered = new AtomicIntegerArray(rules.size());
    }

    /** Whether it was read from this very text. */
    boolean isFrom(String text) {
        return source.equals(text);
    }

    /** The first rule that matches and has not stepped aside. */
    Optional<Script.Rule> rule(Prompt prompt) {
        for (int i = 0; i < rules.size(); i++) {
            Script.Rule rule = rules.get(i);
            if (rule.when().matches(prompt) && mayAnswer(i, rule.times())) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    private boolean mayAnswer(int rule, @Nullable Integer times) {
        return times == null
                || answered.getAndAccumulate(rule, times, (count, most) -> Math.min(count + 1, most)) < times;
    }
}
