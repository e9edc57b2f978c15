package io.sallyport.embedded;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.function.Supplier;

/** A secret in a file that only its owner can read: minted at first use, the same ever after. */
final class SecretFile {
    private static final int BYTES = 32;

    private SecretFile() {}

    /** What {@code file} holds; where there is none, {@code mint} says what it shall hold from now on. */
    static String readOrMint(Path file, Supplier<String> mint) throws IOException {
        if (Files.exists(file)) {
            return Files.readString(file).strip();
        }
        String secret = mint.get();
        write(file, secret);
        return secret;
    }

    /** Whole or not at all: a crash in between leaves no half secret that later starts would believe. */
    static void write(Path file, String content) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        var _ = Files.deleteIfExists(fresh);
        try (var channel = Files.newByteChannel(
                        fresh,
                        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(Modes.OWNER_ONLY_FILE));
                var writer = Channels.newWriter(channel, java.nio.charset.StandardCharsets.UTF_8)) {
            writer.write(content);
            writer.write('\n');
        }
        var _ = Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** 256 random bits in characters that need no quoting in a URL, a shell or a configuration file. */
    static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
