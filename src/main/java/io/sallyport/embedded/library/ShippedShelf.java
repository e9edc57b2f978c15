package io.sallyport.embedded.library;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The documents of the package: what a small shop has written down about mugs that come back. One of them is up to no good. */
final class ShippedShelf implements Shelf {
    /** A package cannot be listed everywhere, so the names stand here. */
    private static final List<String> NAMES = List.of(
            "customer-letters.md",
            "forwarded-note.md",
            "kiln-log.md",
            "packing-test.md",
            "price-list.md",
            "returns-october.md");

    @Override
    public Listing list() throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (String name : NAMES) {
            entries.add(new Entry(name, bytes(name).length));
        }
        return new Listing(entries, 0);
    }

    @Override
    public Optional<Document> read(String name) throws IOException {
        return NAMES.contains(name) ? Optional.of(Document.of(name, ByteBuffer.wrap(bytes(name)))) : Optional.empty();
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = ShippedShelf.class.getResourceAsStream("/library/" + name)) {
            if (in == null) {
                throw new FileNotFoundException("/library/" + name + " is not in the package");
            }
            return in.readAllBytes();
        }
    }
}
