package io.sallyport.catalog.load;

import io.sallyport.catalog.Findings;
import io.sallyport.catalog.Place;
import io.sallyport.catalog.yaml.YamlNode;
import io.sallyport.core.Nearest;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Checks permissions as they are written: {@code kind:pattern}, or {@code admin}. */
final class PermissionCheck {
    private static final String ADMIN = "admin";
    private static final List<String> KINDS = List.of("route", "agent", "tool", "approve");
    private static final Pattern GLOB = Pattern.compile("[A-Za-z0-9*][A-Za-z0-9._:/@+*-]*");

    private final Map<String, Collection<String>> names;
    private final Findings findings;

    /** @param names what there is, by the kind of permission that it is for */
    PermissionCheck(Map<String, Collection<String>> names, Findings findings) {
        this.names = names;
        this.findings = findings;
    }

    void check(YamlNode.Scalar written) {
        String permission = written.text().shown();
        int colon = permission.indexOf(':');
        if (permission.equals(ADMIN)) {
            return;
        }
        String kind = colon < 0 ? permission : permission.substring(0, colon);
        if (!KINDS.contains(kind)) {
            unknownKind(kind, written.place());
        } else if (colon < 0 || !GLOB.matcher(permission.substring(colon + 1)).matches()) {
            findings.error(
                    written.place(),
                    "`" + kind + ":` needs the name of something, which may hold `*`.",
                    "Write it like `\"" + kind + ":name\"` or `\"" + kind + ":*\"`.");
        } else if (names.containsKey(kind)) {
            leadsSomewhere(kind, permission.substring(colon + 1), written.place());
        }
    }

    private void unknownKind(String kind, Place place) {
        List<String> known = List.of("route", "agent", "tool", "approve", ADMIN);
        String fix = kind.equals(ADMIN)
                ? "Write `admin` alone."
                : Nearest.to(kind, known)
                        .map(meant -> "Did you mean `" + (meant.equals(ADMIN) ? meant : meant + ":…") + "`?")
                        .orElse("Kinds: route:, agent:, tool:, approve: and admin.");
        findings.error(place, "There is no permission of the kind `" + kind + "`.", fix);
    }

    /** Not an error: the thing may come tomorrow, and until then nothing more is granted than is there. */
    private void leadsSomewhere(String kind, String glob, Place place) {
        Collection<String> known = names.getOrDefault(kind, List.of());
        Pattern pattern = Globs.pattern(glob);
        if (!glob.equals("*")
                && known.stream().noneMatch(name -> pattern.matcher(name).matches())) {
            String plural = kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1) + "s: ";
            String fix = Nearest.to(glob, known)
                    .map(meant -> "Did you mean `" + kind + ":" + meant + "`?")
                    .orElse(plural + (known.isEmpty() ? "none" : String.join(", ", known)) + ".");
            findings.warning(place, "No " + kind + " matches `" + kind + ":" + glob + "`.", fix);
        }
    }
}
