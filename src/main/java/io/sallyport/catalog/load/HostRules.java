package io.sallyport.catalog.load;

import io.sallyport.catalog.Findings;
import io.sallyport.catalog.Place;
import io.sallyport.catalog.ToolBinding;
import io.sallyport.catalog.yaml.YamlNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a manifest may say of the hosts that pages are read from. The check that counts is made again when a connection is opened. */
final class HostRules {
    private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9.-]+)(?::([1-9][0-9]{0,4}))?");
    private static final Pattern NAME = Pattern.compile(
            "([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)" + "(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");
    /** A last part that some reader takes for a number, and so the whole for an address. */
    private static final Pattern NUMERIC = Pattern.compile("(?i)(.*\\.)?(0x[0-9a-f]*|[0-9]+)");

    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}");

    private final Findings findings;

    HostRules(Findings findings) {
        this.findings = findings;
    }

    void check(ToolBinding binding, Fields fields) {
        if (!(binding instanceof ToolBinding.Fetch fetch)) {
            if (fields.has("hosts")) {
                findings.error(
                        fields.keyAt("hosts"),
                        "`hosts` has no meaning here: only `" + ToolBinding.Fetch.NAME + "` goes where it is told.",
                        "Remove it.");
            }
            return;
        }
        if (fetch.hosts().isEmpty()) {
            findings.error(
                    fields.keyAt("hosts"),
                    "The key `hosts` is missing: pages are read from the hosts that it names, and no others.",
                    "Add it, like `hosts: [docs.example]`.");
        }
        List<YamlNode> items = fields.items("hosts");
        for (int i = 0; i < Math.min(items.size(), fetch.hosts().size()); i++) {
            Place place = items.get(i).place();
            wrong(fetch.hosts().get(i))
                    .ifPresent(what ->
                            findings.error(place, what, "Write it like `docs.example` or `docs.example:8443`."));
        }
    }

    private static Optional<String> wrong(String written) {
        if (written.contains("*")) {
            return Optional.of("Wildcards are refused: name the hosts one by one.");
        }
        Matcher matcher = HOST.matcher(written);
        if (!matcher.matches() || (matcher.group(2) != null && Integer.parseInt(matcher.group(2)) > 65_535)) {
            return Optional.of("This is no host, with or without a port.");
        }
        String host = matcher.group(1);
        boolean literal = host.startsWith("[")
                ? AddressRanges.literal(host).isPresent()
                : IPV4.matcher(host).matches();
        if (!literal && (!NAME.matcher(host).matches() || NUMERIC.matcher(host).matches())) {
            return Optional.of("This is no host: neither a name nor an address in its usual notation.");
        }
        return AddressRanges.isNeverReached(host)
                ? Optional.of("Link-local and metadata addresses are never reached.")
                : Optional.empty();
    }
}
