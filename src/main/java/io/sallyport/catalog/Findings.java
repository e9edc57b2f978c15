package io.sallyport.catalog;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects what a load finds. A place speaks once: what follows from its first error would only distract from it. */
public final class Findings {
    private final List<Finding> all = new ArrayList<>();
    private final Set<Place> spoken = new HashSet<>();

    public void error(Place place, String what, String fix) {
        add(new Finding(Finding.Severity.ERROR, place, what, fix));
    }

    public void warning(Place place, String what, String fix) {
        add(new Finding(Finding.Severity.WARNING, place, what, fix));
    }

    private void add(Finding finding) {
        if (spoken.add(finding.place())) {
            all.add(finding);
        }
    }

    /** Those that make the files unusable, in reading order. */
    public List<Finding> errors() {
        return of(Finding.Severity.ERROR);
    }

    /** Those that do not, in reading order. */
    public List<Finding> warnings() {
        return of(Finding.Severity.WARNING);
    }

    private List<Finding> of(Finding.Severity severity) {
        return all.stream()
                .filter(finding -> finding.severity() == severity)
                .sorted(Finding.READING_ORDER)
                .toList();
    }
}
