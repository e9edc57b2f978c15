package io.sallyport.dialect.openai;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refuses a body that has a key twice. Keys that are known cost a bit each; only unknown ones are kept by name. */
final class SeenFields {
    private int known;
    private @Nullable Set<String> others;

    /** The name that the scanner stands on; {@code field} is its place among at most 32 known ones, or negative. */
    void add(int field, RequestScanner scanner) {
        boolean again;
        if (field >= 0) {
            again = (known & 1 << field) != 0;
            known |= 1 << field;
        } else {
            others = others == null ? new HashSet<>() : others;
            again = !others.add(scanner.string());
        }
        if (again) {
            throw RequestProblems.duplicate(scanner.string());
        }
    }
}
