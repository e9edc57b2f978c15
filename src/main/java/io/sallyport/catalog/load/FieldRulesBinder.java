package io.sallyport.catalog.load;

import io.sallyport.catalog.Findings;
import io.sallyport.catalog.Place;
import io.sallyport.chat.FieldRules;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Binds {@code force:} and {@code deny:} of a route. */
final class FieldRulesBinder {
    /** The gateway sets these itself, or a request is none without them. */
    private static final Set<String> ITS_OWN = Set.of("model", "messages", "input", "stream", "stream_options");

    private static final Set<String> NEEDED = Set.of("model", "messages", "input");

    private FieldRulesBinder() {}

    static FieldRules bind(Fields route, Findings findings) {
        Fields forced = route.fields("force");
        Map<String, String> force = new LinkedHashMap<>();
        route.json("force")
                .ifPresent(all -> all.properties().forEach(field -> {
                    if (permitted(field.getKey(), ITS_OWN, forced.keyAt(field.getKey()), "forced", findings)) {
                        force.put(field.getKey(), field.getValue().toString());
                    }
                }));
        Set<String> deny = new LinkedHashSet<>(route.texts("deny"));
        deny.removeIf(name -> !permitted(name, NEEDED, route.at("deny"), "denied", findings));
        return force.isEmpty() && deny.isEmpty() ? FieldRules.NONE : new FieldRules(force, deny);
    }

    private static boolean permitted(String name, Set<String> not, Place place, String word, Findings findings) {
        boolean permitted = !not.contains(name);
        if (!permitted) {
            findings.error(
                    place,
                    "`" + name + "` cannot be " + word + ": the gateway reads and writes it itself.",
                    "Remove it.");
        }
        return permitted;
    }
}
