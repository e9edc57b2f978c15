package io.sallyport.tool.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The table of hostile addresses: {@code src/test/resources/egress/hostile.txt}. */
record HostileUrls(String reason, String url) {

    /** @param port of the server on this machine */
    static List<HostileUrls> all(int port) {
        try (InputStream file = Objects.requireNonNull(HostileUrls.class.getResourceAsStream("/egress/hostile.txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" ", 2))
                    .map(row -> new HostileUrls(row[0], plain(row[1]).replace("SERVER", Integer.toString(port))))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Escapes as in Java, those of Unicode included, which {@link String#translateEscapes} leaves to the compiler. */
    private static String plain(String written) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < written.length(); i++) {
            if (written.startsWith("\\u", i)) {
                text.append((char) Integer.parseInt(written.substring(i + 2, i + 6), 16));
                i += 5;
            } else if (written.charAt(i) == '\\') {
                text.append(written.substring(i, i + 2).translateEscapes());
                i++;
            } else {
                text.append(written.charAt(i));
            }
        }
        return text.toString();
    }
}
