package io.sallyport.catalog.load;

import io.sallyport.catalog.Findings;
import io.sallyport.catalog.Place;
import io.sallyport.catalog.PromptSpec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What has been released since this process began: a number means one content for ever. Only what went live counts, so that a file that
 * was half written when it was looked at binds nobody.
 */
final class ReleasedPrompts {
    private static final int SHOWN = 12;

    private final Map<String, String> digests = new ConcurrentHashMap<>();

    void check(PromptSpec prompt, Place place, Findings findings) {
        @Nullable String before = digests.get(key(prompt));
        if (before != null && !before.equals(prompt.digest())) {
            findings.error(
                    place,
                    "Version " + prompt.version() + " of `" + prompt.name() + "` went live as "
                            + before.substring(0, SHOWN) + "… and is "
                            + prompt.digest().substring(0, SHOWN)
                            + "… now: a number never changes its meaning.",
                    "Put it back as it was, and write the change as version " + (prompt.version() + 1) + ".");
        }
    }

    void keep(PromptSpec prompt) {
        digests.putIfAbsent(key(prompt), prompt.digest());
    }

    private static String key(PromptSpec prompt) {
        return prompt.name() + ".v" + prompt.version();
    }
}
