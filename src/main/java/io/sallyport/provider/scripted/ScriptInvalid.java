package io.sallyport.provider.scripted;

import io.sallyport.catalog.Finding;
import io.sallyport.catalog.Place;

/** A script that can not be used; the message names place, fault and fix. */
final class ScriptInvalid extends Exception {
    private final transient Finding finding;

    ScriptInvalid(Place place, String what, String fix) {
        this(new Finding(Finding.Severity.ERROR, place, what, fix));
    }

    private ScriptInvalid(Finding finding) {
        super(finding.toString());
        this.finding = finding;
    }

    Finding finding() {
        return finding;
    }
}
