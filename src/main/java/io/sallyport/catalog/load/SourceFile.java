package io.sallyport.catalog.load;

import io.sallyport.core.Bytes;

/**
 * A file as it was at one moment.
 *
 * @param name from the catalogue's folder; files of prompts begin with {@code prompts/}, wherever their folder is
 */
record SourceFile(FileKind kind, String name, Bytes content) {
    /** The name of the folder below {@code prompts/} that it is in; empty where it is in none. */
    String owner() {
        int from = name.indexOf('/') + 1;
        int to = name.indexOf('/', from);
        return to < 0 ? "" : name.substring(from, to);
    }

    /** What it is called without its folder and its ending. */
    String stem() {
        String last = name.substring(name.lastIndexOf('/') + 1);
        int dot = last.lastIndexOf('.');
        return dot < 0 ? last : last.substring(0, dot);
    }
}
