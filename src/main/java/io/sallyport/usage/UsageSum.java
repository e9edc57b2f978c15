package io.sallyport.usage;

import io.sallyport.chat.Usage;
import java.util.List;
import java.util.Optional;

/**
 * What some entries come to.
 *
 * @param group     in the order of the query's groups; empty where entries have no such thing
 * @param currency  of the cost; empty for what has no price
 * @param requests  calls of models that ended
 * @param attempts  at models
 * @param toolCalls calls of tools that ended
 * @param costNano  billionths of the currency's unit
 */
public record UsageSum(
        List<Optional<String>> group,
        Optional<String> currency,
        long requests,
        long attempts,
        long toolCalls,
        Usage tokens,
        long costNano) {
    public UsageSum {
        group = List.copyOf(group);
    }
}
