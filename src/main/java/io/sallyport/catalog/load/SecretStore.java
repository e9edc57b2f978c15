package io.sallyport.catalog.load;

import io.sallyport.catalog.yaml.Text;
import io.sallyport.core.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The secrets of the catalogue. What stands in files is kept in memory and read again by {@link #refresh}, so that revealing a
 * secret never waits for a disk. The same text gives the same secret in every snapshot, so that an unchanged provider stays equal.
 */
public final class SecretStore {
    private static final int MAX_BYTES = 64 * 1024;

    private final Map<Path, String> contents = new ConcurrentHashMap<>();
    private volatile Map<Text, Secret<String>> current = Map.of();
    private volatile Map<Text, Secret<String>> previous = Map.of();

    /** Begins a load: what neither it nor the one before uses is forgotten. */
    void begin() {
        previous = current;
        current = new ConcurrentHashMap<>();
    }

    Secret<String> of(Text text) {
        return current.computeIfAbsent(text, key -> previous.getOrDefault(key, Secret.from(() -> reveal(key))));
    }

    /** Whether the file can be used now; its content is kept from then on. */
    boolean known(Path file) {
        read(file).ifPresent(content -> contents.put(file, content));
        return contents.containsKey(file);
    }

    /** Reads all files again; one that is gone or empty, as in the middle of a rotation, keeps its last content. */
    public void refresh() {
        for (Path file : contents.keySet()) {
            read(file).ifPresent(content -> contents.replace(file, content));
        }
    }

    private String reveal(Text text) {
        if (text.parts().size() == 1) {
            return reveal(text.parts().getFirst()); // asked for on each request, and nearly always one part
        }
        return text.parts().stream().map(this::reveal).collect(Collectors.joining());
    }

    private String reveal(Text.Part part) {
        return switch (part) {
            case Text.Known(String known) -> known;
            case Text.InFile(Path path) -> contents.getOrDefault(path, "");
        };
    }

    private static Optional<String> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            String content = new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8).strip();
            boolean usable = !content.isEmpty() && content.chars().noneMatch(Character::isISOControl);
            return usable ? Optional.of(content) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
