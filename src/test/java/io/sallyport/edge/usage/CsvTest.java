package io.sallyport.edge.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.chat.Usage;
import io.sallyport.usage.UsageQuery;
import io.sallyport.usage.UsageQuery.Dimension;
import io.sallyport.usage.UsageSum;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CsvTest {
    private static UsageTable table(List<Dimension> groups, UsageSum... sums) {
        UsageQuery query = new UsageQuery(
                "default", Instant.EPOCH, Instant.MAX.minusSeconds(1), ZoneOffset.UTC, groups, Map.of(), 0, 10);
        return new UsageTable(
                "",
                "",
                groups.stream().map(Dimension::word).toList(),
                List.of(sums).stream()
                        .map(sum -> UsageTable.Line.of(query.groups(), sum))
                        .toList(),
                null);
    }

    private static UsageSum of(String... group) {
        List<Optional<String>> names = new ArrayList<>();
        for (String name : group) {
            names.add(Optional.ofNullable(name));
        }
        return new UsageSum(names, Optional.of("USD"), 1, 2, 3, new Usage(10, 4, 1, 7, 2), 1_500_000_001L);
    }

    @Test
    void the_first_line_has_the_names_and_each_other_one_a_sum() {
        assertThat(Csv.of(table(
                        List.of(Dimension.PRINCIPAL, Dimension.DAY), of("web-chat", "2026-11-28"), of("x", null))))
                .isEqualTo("principal,day,requests,attempts,toolCalls,inputTokens,cachedInputTokens,cacheWriteTokens,"
                        + "outputTokens,reasoningTokens,totalTokens,cost,currency\r\n"
                        + "web-chat,2026-11-28,1,2,3,10,4,1,7,2,17,1.500000001,USD\r\n"
                        + "x,,1,2,3,10,4,1,7,2,17,1.500000001,USD\r\n");
    }

    static List<List<String>> cells() {
        return List.of(
                List.of("plain", "plain"),
                List.of("with, comma", "\"with, comma\""),
                List.of("with \"quotes\"", "\"with \"\"quotes\"\"\""),
                List.of("two\r\nlines", "\"two\r\nlines\""),
                List.of("=HYPERLINK(\"http://x\",1)", "\"'=HYPERLINK(\"\"http://x\"\",1)\""),
                List.of("+1", "'+1"),
                List.of("-1", "'-1"),
                List.of("@SUM(A1)", "'@SUM(A1)"),
                List.of("\t=1", "'\t=1"),
                List.of("\r=1", "\"'\r=1\""),
                List.of("a=b", "a=b"));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void cells_are_quoted_where_they_must_be_and_are_never_formulas(List<String> cell) {
        assertThat(Csv.of(table(List.of(Dimension.USER), of(cell.getFirst()))))
                .contains("\r\n" + cell.getLast() + ",1,2,3,");
    }
}
