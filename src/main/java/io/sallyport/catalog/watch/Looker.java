package io.sallyport.catalog.watch;

import io.sallyport.catalog.load.Digests;
import io.sallyport.catalog.load.Listing;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Looks at files: at their attributes often, at their content only where those say, or may hide, that it is new. */
final class Looker {
    /** Clocks of file systems are coarse: attributes this young are not believed. */
    private static final Duration YOUNG = Duration.ofSeconds(2);

    private final Listing listing;
    private final Map<Path, Known> known = new HashMap<>();

    Looker(Listing listing) {
        this.listing = listing;
    }

    private record Known(String attributes, String digest, boolean ended) {}

    Settling.Look look(Collection<Path> others, Instant now) {
        Set<Path> files = new TreeSet<>(others);
        files.addAll(listing.files());
        known.keySet().retainAll(new HashSet<>(files));
        StringBuilder fingerprint = new StringBuilder();
        boolean ended = true;
        for (Path file : files) {
            Known state = look(file, now);
            fingerprint.append(file).append(' ').append(state.digest()).append('\n');
            ended &= state.ended();
        }
        return new Settling.Look(fingerprint.toString(), ended);
    }

    private Known look(Path file, Instant now) {
        @Nullable BasicFileAttributes attributes = attributes(file);
        if (attributes == null) {
            return new Known("", "absent", true);
        }
        String stamp = attributes.size() + " " + attributes.lastModifiedTime().toInstant() + " " + attributes.fileKey();
        boolean young = attributes.lastModifiedTime().toInstant().isAfter(now.minus(YOUNG));
        @Nullable Known before = known.get(file);
        if (before != null && !young && before.attributes().equals(stamp)) {
            return before;
        }
        Known fresh = new Known(young ? "" : stamp, Digests.of(file), ended(file));
        known.put(file, fresh);
        return fresh;
    }

    private static @Nullable BasicFileAttributes attributes(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class);
        } catch (IOException e) {
            return null;
        }
    }

    private static boolean ended(Path file) {
        if (!file.toString().matches(".*(ml|\\.prompt)")) {
            return true;
        }
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long length = in.length();
            in.seek(Math.max(0, length - 1));
            return length > 0 && in.read() == '\n';
        } catch (IOException e) {
            return false;
        }
    }
}
