package io.sallyport.edge.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sallyport.edge.runs.Money;
import io.sallyport.run.stream.EventWire;
import io.sallyport.usage.UsageQuery;
import io.sallyport.usage.UsageQuery.Dimension;
import io.sallyport.usage.UsageSum;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everybody's usage, in sums.
 *
 * @param next to be given as {@code after} for the following page; absent on the last
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UsageTable(
        String from,
        String to,
        List<String> groupBy,
        List<Line> data,
        @Nullable String next) {

    /**
     * One sum.
     *
     * @param group    what its entries have in common; members that entries do not have are left out
     * @param cost     in {@code currency}
     * @param currency absent where nothing had a price
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Line(
            Map<String, String> group,
            long requests,
            long attempts,
            long toolCalls,
            TokenCounts tokens,
            String cost,
            @Nullable String currency) {
        static Line of(List<Dimension> groups, UsageSum sum) {
            Map<String, String> group = new LinkedHashMap<>();
            for (int place = 0; place < groups.size(); place++) {
                String word = groups.get(place).word();
                sum.group().get(place).ifPresent(value -> group.put(word, value));
            }
            return new Line(
                    group,
                    sum.requests(),
                    sum.attempts(),
                    sum.toolCalls(),
                    TokenCounts.of(sum.tokens()),
                    Money.of(sum.costNano()),
                    sum.currency().orElse(null));
        }
    }

    /** One of {@code found} more than {@code size} means that there are more. */
    static UsageTable of(UsageQuery query, List<UsageSum> found, int size) {
        return new UsageTable(
                EventWire.moment(query.from()),
                EventWire.moment(query.to()),
                query.groups().stream().map(Dimension::word).toList(),
                found.stream()
                        .limit(size)
                        .map(sum -> Line.of(query.groups(), sum))
                        .toList(),
                found.size() > size ? Integer.toString(query.skip() + size) : null);
    }
}
