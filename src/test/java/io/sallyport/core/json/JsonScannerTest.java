package io.sallyport.core.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScannerTest {
    private final JsonScanner scanner = new JsonScanner(8);

    @Test
    void walksOverEveryKindOfToken() {
        on(" {\"a\":[1,-2.5e+3,true,false,null,\"x\"],\"b\":{}} ");

        List<JsonToken> tokens = new ArrayList<>();
        for (JsonToken token = scanner.next(); token != JsonToken.END; token = scanner.next()) {
            tokens.add(token);
        }

        assertThat(tokens)
                .containsExactly(
                        JsonToken.OBJECT_START,
                        JsonToken.NAME,
                        JsonToken.ARRAY_START,
                        JsonToken.NUMBER,
                        JsonToken.NUMBER,
                        JsonToken.TRUE,
                        JsonToken.FALSE,
                        JsonToken.NULL,
                        JsonToken.STRING,
                        JsonToken.ARRAY_END,
                        JsonToken.NAME,
                        JsonToken.OBJECT_START,
                        JsonToken.OBJECT_END,
                        JsonToken.OBJECT_END);
    }

    static Stream<Arguments> brokenDocuments() {
        return Stream.of(
                Arguments.of("", 0, "a value"),
                Arguments.of("{\"a\" 1}", 5, "':' after the name"),
                Arguments.of("{\"a\":1 \"b\":2}", 7, "',' or '}'"),
                Arguments.of("[1 2]", 3, "',' or ']'"),
                Arguments.of("{\"a\":1}}", 7, "nothing after the value"),
                Arguments.of("{a:1}", 1, "a name in double quotes or '}'"),
                Arguments.of("{\"a\":1,}", 7, "a name in double quotes"),
                Arguments.of("[1,]", 3, "a value"),
                Arguments.of("tru", 3, "a value"),
                Arguments.of("\"abc", 4, "the closing '\"'"),
                Arguments.of("\"\\x\"", 2, "one of \"\\/bfnrtu after '\\'"),
                Arguments.of("\"\\u12g4\"", 5, "four hexadecimal digits after '\\u'"),
                Arguments.of("\"a\nb\"", 2, "control characters to be escaped"),
                Arguments.of("-", 1, "a digit"),
                Arguments.of("1.e5", 2, "a digit"),
                Arguments.of("01", 1, "nothing after the value"));
    }

    @ParameterizedTest
    @MethodSource("brokenDocuments")
    void saysWhereItStopsBeingJsonAndWhatWasExpected(String text, int offset, String expected) {
        on(text);
        runToEnd();

        assertThat(scanner.token()).isEqualTo(JsonToken.INVALID);
        assertThat(scanner.errorOffset()).isEqualTo(offset);
        assertThat(scanner.expected()).isEqualTo(expected);
    }

    @Test
    void offsetsAreCountedFromTheStartOfTheDocumentAndNotOfTheArray() {
        byte[] bytes = "xxxx[1,]xxxx".getBytes(UTF_8);
        scanner.reset(bytes, 4, 8);
        runToEnd();

        assertThat(scanner.errorOffset()).isEqualTo(3);
    }

    @Test
    void nestingIsAcceptedUpToTheLimitAndNotBeyond() {
        on("[".repeat(8) + "]".repeat(8));
        runToEnd();
        assertThat(scanner.token()).isEqualTo(JsonToken.END);

        on("[".repeat(9) + "]".repeat(9));
        runToEnd();
        assertThat(scanner.tooDeep()).isTrue();
        assertThat(scanner.errorOffset()).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "é", "€", "😀", "a\\n\\\"\\u00e9\\/ \\ud83d\\ude00", "12345678\\t12345678", ""})
    void stringsSayWhatJacksonSaysTheySay(String content) throws Exception {
        on("\"" + content + "\"");

        assertThat(scanner.next()).isEqualTo(JsonToken.STRING);
        assertThat(scanner.string())
                .isEqualTo(new com.fasterxml.jackson.databind.ObjectMapper()
                        .readTree("\"" + content + "\"")
                        .textValue());
    }

    @Test
    void aNameSpelledWithEscapesIsTheSameName() {
        on("{\"mod\\u0065l\":1}");
        assertThat(scanner.next()).isEqualTo(JsonToken.OBJECT_START);
        assertThat(scanner.next()).isEqualTo(JsonToken.NAME);

        assertThat(scanner.in(JsonNames.of("messages", "model"))).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "42,42",
        "-1,-1",
        "1.0,-1",
        "1e3,-1",
        "999999999999999999,999999999999999999",
        "1234567890123456789,-1"
    })
    void onlyWholeNumbersAreCounts(String number, long value) {
        on(number);
        assertThat(scanner.next()).isEqualTo(JsonToken.NUMBER);

        assertThat(scanner.wholeNumber()).isEqualTo(value);
    }

    @Test
    void tellsWhetherAnArrayHasContentAndStepsToItsEnd() {
        on("[[],[[1]],3]");
        assertThat(scanner.next()).isEqualTo(JsonToken.ARRAY_START);
        assertThat(scanner.next()).isEqualTo(JsonToken.ARRAY_START);
        assertThat(scanner.skipTellingContent()).isFalse();
        assertThat(scanner.next()).isEqualTo(JsonToken.ARRAY_START);
        assertThat(scanner.skipTellingContent()).isTrue();
        assertThat(scanner.next()).isEqualTo(JsonToken.NUMBER);
    }

    private void on(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        scanner.reset(bytes, 0, bytes.length);
    }

    private void runToEnd() {
        JsonToken token = scanner.next();
        while (token != JsonToken.END && token != JsonToken.INVALID) {
            token = scanner.next();
        }
    }
}
