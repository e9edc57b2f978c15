package io.sallyport.edge.usage;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A table of usage as RFC 4180 has it. Names come from callers too, and spreadsheets take a cell that begins like a formula for one: those get an
 * apostrophe in front.
 */
final class Csv {
    private static final String END = "\r\n";
    private static final String FORMULA = "=+-@\t\r";
    private static final List<String> SUMS = List.of(
            "requests",
            "attempts",
            "toolCalls",
            "inputTokens",
            "cachedInputTokens",
            "cacheWriteTokens",
            "outputTokens",
            "reasoningTokens",
            "totalTokens",
            "cost",
            "currency");

    private Csv() {}

    static String of(UsageTable table) {
        StringBuilder text = new StringBuilder();
        line(text, Stream.concat(table.groupBy().stream(), SUMS.stream()).toList());
        for (UsageTable.Line line : table.data()) {
            Stream<String> group =
                    table.groupBy().stream().map(word -> line.group().getOrDefault(word, ""));
            line(text, Stream.concat(group, sums(line)).toList());
        }
        return text.toString();
    }

    private static Stream<String> sums(UsageTable.Line line) {
        TokenCounts tokens = line.tokens();
        Stream<String> numbers = Stream.of(
                        line.requests(),
                        line.attempts(),
                        line.toolCalls(),
                        tokens.input(),
                        tokens.cachedInput(),
                        tokens.cacheWrite(),
                        tokens.output(),
                        tokens.reasoning(),
                        tokens.total())
                .map(number -> Long.toString(number));
        return Stream.concat(numbers, Stream.of(line.cost(), Objects.requireNonNullElse(line.currency(), "")));
    }

    private static void line(StringBuilder text, List<String> cells) {
        for (int place = 0; place < cells.size(); place++) {
            text.append(place == 0 ? "" : ",").append(cell(cells.get(place)));
        }
        text.append(END);
    }

    private static String cell(String value) {
        String safe = !value.isEmpty() && FORMULA.indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
        boolean isPlain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return isPlain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}
