package io.sallyport.provider.scripted;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A script as written: the first rule that matches answers. */
record Script(List<Rule> rules) {
    Script(@Nullable List<Rule> rules) {
        if (rules == null || rules.isEmpty()) {
            throw new IllegalArgumentException("A script needs 'rules' with at least one rule.");
        }
        this.rules = List.copyOf(rules);
    }

    /**
     * One rule.
     *
     * @param when  what must hold; left out, everything matches
     * @param times how often the rule answers before it steps aside for the rules after it; left out, always
     */
    record Rule(When when, @Nullable Integer times, Reply reply) {
        Rule(@Nullable When when, @Nullable Integer times, @Nullable Reply reply) {
            if (reply == null) {
                throw new IllegalArgumentException("A rule needs a 'reply'.");
            }
            if (times != null && times < 1) {
                throw new IllegalArgumentException("'times' must be at least 1; leave it out for always.");
            }
            this.when = when == null ? When.ALWAYS : when;
            this.times = times;
            this.reply = reply;
        }
    }
}
