package io.sallyport.core.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our scanner and Jackson agree on what is JSON, and on every token, for documents broken in every way. */
class JsonScannerFuzzTest {
    private static final int DEPTH = 12;
    private static final byte[] SPICE = "{}[]\",:\\ue+-.019tfn \n\u0000é€😀".getBytes(UTF_8);

    private final JsonScanner scanner = new JsonScanner(DEPTH);
    private final JsonFactory jackson = new JsonFactory();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agreesWithJackson(long seed) {
        Random random = new Random(seed);
        RandomJson documents = new RandomJson(random);
        int valid = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] document = spoil(random, documents.next(4).getBytes(UTF_8));
            String theirs = withJackson(document);
            assertThat(withScanner(document))
                    .as("seed %d, document %d: %s", seed, i, HexFormat.of().formatHex(document))
                    .isEqualTo(theirs);
            valid += theirs.equals("invalid") ? 0 : 1;
        }
        assertThat(valid).as("the fuzz must see both kinds").isBetween(1_000, 4_900);
    }

    private String withScanner(byte[] document) {
        scanner.reset(document, 0, document.length);
        StringBuilder seen = new StringBuilder();
        for (JsonToken token = scanner.next(); token != JsonToken.END; token = scanner.next()) {
            if (token == JsonToken.INVALID) {
                return "invalid";
            }
            seen.append(token.name().charAt(0));
            switch (token) {
                case NAME, STRING -> seen.append(scanner.string());
                case NUMBER ->
                    seen.append(
                            new String(document, scanner.tokenFrom(), scanner.tokenTo() - scanner.tokenFrom(), UTF_8));
                default -> {
                    // the letter says it all
                }
            }
        }
        return seen.toString();
    }

    private String withJackson(byte[] document) {
        try {
            String text = UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(document))
                    .toString();
            return text.startsWith("\ufeff") ? "invalid" : tokens(text);
        } catch (CharacterCodingException e) {
            return "invalid";
        }
    }

    private String tokens(String text) {
        StringBuilder seen = new StringBuilder();
        int depth = 0;
        try (JsonParser parser = jackson.createParser(text)) {
            while (parser.nextToken() != null) {
                depth += parser.currentToken().isStructStart()
                        ? 1
                        : parser.currentToken().isStructEnd() ? -1 : 0;
                if (depth > DEPTH
                        || depth == 0
                                && seen.length() > 0
                                && !parser.currentToken().isStructEnd()) {
                    return "invalid";
                }
                append(seen, parser);
                if (depth == 0 && parser.nextToken() != null) {
                    return "invalid";
                }
            }
            return depth == 0 && seen.length() > 0 ? seen.toString() : "invalid";
        } catch (IOException e) {
            return "invalid";
        }
    }

    private static void append(StringBuilder seen, JsonParser parser) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT, END_OBJECT -> seen.append('O');
            case START_ARRAY, END_ARRAY -> seen.append('A');
            case FIELD_NAME -> seen.append('N').append(parser.currentName());
            case VALUE_STRING -> seen.append('S').append(parser.getText());
            case VALUE_NULL -> seen.append('N');
            case VALUE_TRUE -> seen.append('T');
            case VALUE_FALSE -> seen.append('F');
            default -> seen.append('N').append(parser.getText());
        }
    }

    private static byte[] spoil(Random random, byte[] document) {
        byte[] spoiled = document;
        for (int i = random.nextInt(3); i > 0 && spoiled.length > 0; i--) {
            int at = random.nextInt(spoiled.length);
            spoiled = switch (random.nextInt(4)) {
                case 0 -> put(spoiled, at, SPICE[random.nextInt(SPICE.length)]);
                case 1 -> put(spoiled, at, (byte) random.nextInt(256));
                case 2 -> java.util.Arrays.copyOf(spoiled, at);
                default -> insert(spoiled, at, SPICE[random.nextInt(SPICE.length)]);
            };
        }
        return spoiled;
    }

    private static byte[] put(byte[] bytes, int at, byte value) {
        byte[] changed = bytes.clone();
        changed[at] = value;
        return changed;
    }

    private static byte[] insert(byte[] bytes, int at, byte value) {
        return new JsonSplice(bytes, 0, bytes.length)
                .insert(at, new byte[] {value})
                .toBytes();
    }
}
