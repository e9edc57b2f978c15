package io.sallyport.catalog.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A piece of a bad file and what has to be said about it, as written in {@code catalog/mistakes}: {@code ## rule}, the piece, and
 * {@code >> line:column field | what | fix}.
 *
 * @param rule  that it breaks
 * @param piece of YAML
 * @param place {@code line:column field} of the first finding
 * @param what  part of what is said to be wrong
 * @param fix   part of how to mend it
 */
record Mistake(String rule, String piece, String place, String what, String fix) {
    static Stream<Mistake> all(String table) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                Mistake.class.getResourceAsStream("/catalog/mistakes/" + table + ".txt"), table)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.split("(?m)^## "))
                    .filter(block -> !block.isBlank())
                    .map(Mistake::parse);
        }
    }

    private static Mistake parse(String block) {
        List<String> lines = block.strip().lines().toList();
        String piece = String.join("\n", lines.subList(1, lines.size() - 1));
        String[] said = lines.getLast().substring(2).strip().split(" ?\\| ?", 3);
        return new Mistake(lines.getFirst(), piece.isEmpty() ? "" : piece + "\n", said[0], said[1], said[2]);
    }

    @Override
    public String toString() {
        return rule;
    }
}
