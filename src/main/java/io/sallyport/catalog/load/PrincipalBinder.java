package io.sallyport.catalog.load;

import io.sallyport.catalog.Findings;
import io.sallyport.catalog.LimitsSpec;
import io.sallyport.catalog.Place;
import io.sallyport.catalog.PrincipalSpec;
import io.sallyport.catalog.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Binds {@code principals:}. */
final class PrincipalBinder {
    private static final String DEFAULT_TENANT = "default";

    private final PermissionCheck permissions;
    private final Reach reach;
    private final LimitsBinder limits;
    private final Findings findings;
    private final Map<String, Place> seen = new HashMap<>();

    /** @param names what there is, by the kind of permission that it is for */
    PrincipalBinder(Map<String, Collection<String>> names, Reach reach, LimitsBinder limits, Findings findings) {
        this.reach = reach;
        this.limits = limits;
        this.permissions = new PermissionCheck(names, findings);
        this.findings = findings;
    }

    List<PrincipalSpec> bind(Fields top) {
        return top.items("principals").stream()
                .map(item -> principal(Fields.of(item, findings)))
                .toList();
    }

    private PrincipalSpec principal(Fields fields) {
        oneOf(fields);
        unique(fields, "client");
        unique(fields, "role");
        String tenant = fields.text("tenant").orElse(DEFAULT_TENANT);
        List<String> may = may(fields);
        LimitsSpec spent = limits.bind(fields.fields("limits"), reach.of(may));
        return new PrincipalSpec(fields.text("client"), fields.text("role"), tenant, may, spent);
    }

    private void oneOf(Fields fields) {
        if (fields.has("client") && fields.has("role")) {
            findings.error(
                    fields.keyAt("role"), "An entry has a `client` or a `role`, not both.", "Make two entries of it.");
        }
        if (!fields.has("client") && !fields.has("role") && !fields.entries().isEmpty()) {
            findings.error(fields.place(), "Nobody is named here.", "Add `client: <name>` or `role: <name>`.");
        }
    }

    private void unique(Fields fields, String key) {
        Optional<String> name = fields.text(key);
        Optional<Place> earlier = name.map(text -> seen.putIfAbsent(key + ":" + text, fields.at(key)));
        earlier.ifPresent(place -> findings.error(
                fields.at(key),
                "The " + key + " `" + name.orElse("") + "` has an entry already, in line " + place.line() + ".",
                "Make one entry of the two."));
    }

    private List<String> may(Fields fields) {
        List<String> may = new ArrayList<>();
        for (YamlNode item : fields.items("may")) {
            if (item instanceof YamlNode.Scalar scalar) {
                Fields.text(scalar, findings).ifPresent(may::add);
                permissions.check(scalar);
            }
        }
        return may;
    }
}
