package io.sallyport.catalog.load;

import io.sallyport.catalog.Findings;
import io.sallyport.catalog.Place;
import io.sallyport.catalog.UrlTemplate;
import io.sallyport.catalog.yaml.YamlNode;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads where a tool may be reached. The host that a manifest names is the permission for that host and no other. */
final class ToolAddresses {
    private final Findings findings;

    ToolAddresses(Findings findings) {
        this.findings = findings;
    }

    Optional<UrlTemplate> template(Fields holder, String key) {
        Optional<String> written = holder.text(key);
        if (written.isEmpty()) {
            return Optional.empty();
        }
        Place place = holder.at(key);
        if (written.get().contains("*")) {
            return refused(place, "A wildcard stands in the address: a tool reaches the host that it names.");
        }
        Optional<UrlTemplate> template = parse(written.get());
        if (template.isEmpty()) {
            return refused(place, "This is no address, or a `{name}` stands outside its path and query.");
        }
        URI origin = template.get().origin();
        if (!List.of("http", "https").contains(origin.getScheme().toLowerCase(Locale.ROOT))) {
            return refused(place, "This is not an address of http:// or https://.");
        }
        if (origin.getRawUserInfo() != null || written.get().contains("#") || origin.getPort() > 65_535) {
            return refused(place, "The address holds a user, a fragment or an impossible port.");
        }
        if (AddressRanges.isNeverReached(origin.getHost())) {
            return refused(place, "Link-local and metadata addresses are never reached.");
        }
        return template;
    }

    private static Optional<UrlTemplate> parse(String text) {
        try {
            return Optional.of(new UrlTemplate(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<UrlTemplate> refused(Place place, String what) {
        findings.error(
                place, what, "Write it like `https://orders.example/orders/{id}`; secrets belong into `headers`.");
        return Optional.empty();
    }

    /** Ranges of private addresses that the host's name may lead to. */
    List<String> allowed(Fields http) {
        for (YamlNode item : http.items("allowAddresses")) {
            if (item instanceof YamlNode.Scalar scalar) {
                AddressRanges.wrong(scalar.text().shown())
                        .ifPresent(what -> findings.error(
                                item.place(),
                                what,
                                "Write the smallest range that the host is in, like `10.20.0.0/16`."));
            }
        }
        return http.texts("allowAddresses");
    }
}
