package io.sallyport.catalog.load;

import io.sallyport.catalog.Findings;
import io.sallyport.catalog.Place;
import io.sallyport.catalog.yaml.YamlNode;
import io.sallyport.core.Nearest;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Checks permissions as they are written: {@code kind:pattern}, or {@code admin}. */
final class PermissionCheck {
    private static final String ADMIN = "admin";
    private static final List<String> KINDS = List.of("route", "agent", "tool", "approve");
    private static final Pattern GLOB = Pattern.compile("[A-Za-z0-9*][A-Za-z0-9._:/@+*-]*");

    private final Collection<String> routes;
    private final Findings findings;

    PermissionCheck(Collection<String> routes, Findings findings) {
        this.routes = routes;
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
        } else if (kind.equals("route")) {
            leadsSomewhere(permission.substring(colon + 1), written.place());
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

    /** Not an error: the route may come tomorrow, and until then nothing more is granted than is there. */
    private void leadsSomewhere(String glob, Place place) {
        Pattern pattern = Pattern.compile(
                Arrays.stream(glob.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
        if (!glob.equals("*")
                && routes.stream().noneMatch(alias -> pattern.matcher(alias).matches())) {
            String fix = Nearest.to(glob, routes)
                    .map(meant -> "Did you mean `route:" + meant + "`?")
                    .orElse("Routes: " + String.join(", ", routes) + ".");
            findings.warning(place, "No route matches `route:" + glob + "`.", fix);
        }
    }
}
