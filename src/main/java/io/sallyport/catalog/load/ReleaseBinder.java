package io.sallyport.catalog.load;

import io.sallyport.catalog.Findings;
import io.sallyport.catalog.Place;
import io.sallyport.core.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the version that an entry of {@code releases.yaml} points at. */
final class ReleaseBinder {
    private static final List<String> LATER = List.of("canary", "stages", "stickiness", "gates");

    private final Map<String, List<PromptVersion>> versions;
    private final Findings findings;

    ReleaseBinder(Map<String, List<PromptVersion>> versions, Findings findings) {
        this.versions = versions;
        this.findings = findings;
    }

    Optional<PromptVersion> stable(String prompt, Fields release) {
        LATER.stream()
                .filter(release::has)
                .forEach(key -> findings.error(
                        release.keyAt(key),
                        "`" + key + "` comes in a later version: this one releases to everybody at once.",
                        "Remove it, and point `stable` at the version you want."));
        List<PromptVersion> known = versions.getOrDefault(prompt, List.of());
        Optional<String> pointer = release.text("stable");
        Optional<PromptVersion> found = pointer.flatMap(wanted -> known.stream()
                .filter(version -> wanted.length() < 10
                        ? Integer.toString(version.spec().version()).equals(wanted)
                        : version.spec().digest().equals(wanted.replaceFirst("^sha256:", "")))
                .findFirst());
        if (pointer.isPresent() && found.isEmpty()) {
            missing(prompt, pointer.get(), known, release.at("stable"));
        }
        return found;
    }

    private void missing(String prompt, String pointer, List<PromptVersion> known, Place place) {
        String versionsThere = known.stream()
                .map(version -> version.spec().version() + " (" + version.spec().digest() + ")")
                .collect(Collectors.joining(", "));
        String fix = known.isEmpty()
                ? Nearest.to(prompt, versions.keySet())
                        .map(meant -> "Did you mean `" + meant.replaceFirst(".*/", "") + "`?")
                        .orElse("Create `prompts/" + prompt + ".v1.prompt`.")
                : "There are: " + versionsThere + ".";
        findings.error(place, "The prompt `" + prompt + "` has no version `" + pointer + "`.", fix);
    }
}
