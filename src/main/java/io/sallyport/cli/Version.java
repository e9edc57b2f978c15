package io.sallyport.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Which version this is, as the build wrote it down. */
final class Version {
    private static final String RESOURCE = "/sallyport-version.txt";

    private Version() {}

    static String text() {
        try (@Nullable InputStream in = Version.class.getResourceAsStream(RESOURCE)) {
            return in == null ? "unknown" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
