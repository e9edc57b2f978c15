package io.sallyport.embedded;

import io.sallyport.core.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The one secret that callers of an embedded gateway need: the API key of the principal {@code demo}, and the secret of every client
 * of the embedded issuer.
 *
 * @param value  the key itself
 * @param origin where a person finds it
 */
public record ApiKey(String value, Origin origin) {
    static final String VARIABLE = "SALLYPORT_EMBEDDED_API_KEY";

    /** What may stand in a header and on a command line. */
    private static final Pattern FORM = Pattern.compile("sp_[\\x21-\\x7e]{29,509}");

    /** Where a key comes from. */
    public sealed interface Origin {
        /** Set by whoever started the gateway. */
        record Environment() implements Origin {}

        /** Kept in a file since an earlier start. */
        record Kept(Path file) implements Origin {}

        /** Made by this start and kept in a file from now on. */
        record Minted(Path file) implements Origin {}
    }

    /**
     * The key that is set, else the one in the folder, else a new one.
     *
     * @param configured what the environment says, empty where it says nothing
     * @throws StartRefused when what the environment says is no key
     */
    static ApiKey choose(String configured, DataFolder folder) throws IOException {
        if (!configured.isEmpty()) {
            return new ApiKey(checked(configured), new Origin.Environment());
        }
        Path file = folder.file("api-key");
        boolean kept = Files.exists(file);
        String key = SecretFile.readOrMint(file, () -> "sp_" + SecretFile.random());
        return new ApiKey(key, kept ? new Origin.Kept(file) : new Origin.Minted(file));
    }

    boolean isNew() {
        return origin instanceof Origin.Minted;
    }

    /** The file that keeps it; empty where the environment has set it. */
    Optional<Path> file() {
        return switch (origin) {
            case Origin.Environment() -> Optional.empty();
            case Origin.Kept(Path file) -> Optional.of(file);
            case Origin.Minted(Path file) -> Optional.of(file);
        };
    }

    private static String checked(String key) {
        if (!FORM.matcher(key).matches()) {
            throw new StartRefused(
                    VARIABLE + " is no usable key: it must begin with sp_ and be 32 to 512 characters without spaces;"
                            + " set another one, or leave it unset and one is made for you.");
        }
        return key;
    }

    @Override
    public String toString() {
        return "ApiKey[" + origin + "]";
    }
}
