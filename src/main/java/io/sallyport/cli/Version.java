package io.sallyport.cli;

import io.sallyport.core.BuiltIn;

/** Which version this is, as the build wrote it down. */
final class Version {
    private Version() {}

    static String text() {
        return BuiltIn.text("sallyport-version.txt").strip();
    }
}
