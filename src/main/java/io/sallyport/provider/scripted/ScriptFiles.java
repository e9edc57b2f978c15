package io.sallyport.provider.scripted;

import io.sallyport.catalog.Finding;
import io.sallyport.catalog.Findings;
import io.sallyport.catalog.Place;
import io.sallyport.catalog.ScriptCheck;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads scripts from files; the same reading decides whether a catalogue may name a script and how a provider answers. */
@Singleton
public class ScriptFiles implements ScriptCheck {
    private static final long MOST_BYTES = 1 << 20;

    @Override
    public void check(Path file, String name, Findings findings) {
        try {
            var _ = ScriptReader.read(name, text(file, name));
        } catch (ScriptInvalid e) {
            Finding finding = e.finding();
            findings.error(finding.place(), finding.what(), finding.fix());
        }
    }

    /** What stands in the file. */
    static String text(Path file, String name) throws ScriptInvalid {
        Place place = Place.wholeFile(name);
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new ScriptInvalid(place, "The script is larger than 1 MiB.", "Split it among several providers.");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new ScriptInvalid(
                    place, "The script can not be read.", "Check that it exists, is UTF-8 and may be read.");
        }
    }
}
