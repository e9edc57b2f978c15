package io.sallyport.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Text files that are part of the build. */
public final class BuiltIn {
    private BuiltIn() {}

    /** The whole text of {@code file}, a path from the root of the class path; that it is there is the build's business. */
    public static String text(String file) {
        InputStream in = BuiltIn.class.getResourceAsStream("/" + file);
        if (in == null) {
            throw new IllegalStateException("not packaged: " + file);
        }
        return text(in);
    }

    static String text(InputStream file) {
        try (file) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
