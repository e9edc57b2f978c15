package io.sallyport.catalog;

import java.nio.file.Path;

/** Knows whether a file can be a scripted provider's script. The catalogue watches and reports scripts like its own files, and reads none. */
@FunctionalInterface
public interface ScriptCheck {
    /**
     * Adds what is wrong with the script.
     *
     * @param file where it is
     * @param name what it is called in findings: by its name from the catalogue's folder
     */
    void check(Path file, String name, Findings findings);
}
