package io.sallyport.embedded.library;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Documents to be read. Whoever asks may be blocked by a disk. */
interface Shelf {
    /** A document, before anybody has read it. */
    record Entry(String name, long bytes) {}

    /**
     * What there is.
     *
     * @param documents in the order of their names
     * @param leftOut   documents that are there and cannot be read, because they are too large, too many, or lead elsewhere
     */
    record Listing(List<Entry> documents, int leftOut) {
        public Listing {
            documents = List.copyOf(documents);
        }
    }

    Listing list() throws IOException;

    /**
     * The document of this name; empty where none of {@link #list} has it. A name is only ever compared, and never a path.
     *
     * @throws java.nio.charset.CharacterCodingException where it is no text in UTF-8
     */
    Optional<Document> read(String name) throws IOException;
}
