package io.sallyport.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Text files that are part of the build. */
public final class BuiltIn {
    private BuiltIn() {}

    /** The whole text of {@code file}, a path from the root of the class path; that it is there is the build's business. */
    public static String text(String file) {
        try (@Nullable InputStream in = BuiltIn.class.getResourceAsStream("/" + file)) {
            if (in == null) {
                throw new IllegalStateException("not packaged: " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
