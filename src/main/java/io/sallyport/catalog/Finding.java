package io.sallyport.catalog;

import java.util.Comparator;

/**
 * One thing that is wrong, or doubtful, in the catalogue's files. Never holds a secret's value.
 *
 * @param place where
 * @param what  what is wrong there
 * @param fix   how to mend it
 */
public record Finding(Severity severity, Place place, String what, String fix) {
    /** Whether the files can be used in spite of it. */
    public enum Severity {
        ERROR,
        WARNING
    }

    /** By file, then as they stand in it. */
    public static final Comparator<Finding> READING_ORDER = Comparator.comparing(
                    (Finding finding) -> finding.place().file())
            .thenComparingInt(finding -> finding.place().line())
            .thenComparingInt(finding -> finding.place().column());

    @Override
    public String toString() {
        return place + ": " + what + (fix.isEmpty() ? "" : " " + fix);
    }
}
