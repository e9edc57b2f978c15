package io.sallyport.run.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.core.json.Json;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One value of an argument that decides where something goes, or how much.
 *
 * @param pointer where it stands in the arguments (RFC 6901)
 */
record Sink(String pointer, String value) {
    private static final Pattern MAIL =
            Pattern.compile("[a-z0-9._%+'-]{1,64}@([a-z0-9-]{1,63}(?:\\.[a-z0-9-]{1,63}){1,8})");
    private static final Pattern ADDRESS = Pattern.compile("[a-z][a-z0-9+.-]{1,20}:/{2,3}([^\\s/?#\\\\]{1,300})");

    /** A bare host, with or without a path. */
    private static final Pattern HOST = Pattern.compile("^([a-z0-9-]{1,63}(?:\\.[a-z0-9-]{1,63}){1,8})(?=$|[/:?#])");

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,63}(?:\\.[a-z0-9-]{1,63}){1,8}");

    /** All values of the arguments that {@code names} name, lists and objects taken apart. */
    static List<Sink> of(JsonNode arguments, List<String> names) {
        List<Sink> sinks = new ArrayList<>();
        names.forEach(name -> add("/" + name.replace("~", "~0").replace("/", "~1"), arguments.path(name), sinks));
        return sinks;
    }

    private static void add(String pointer, JsonNode node, List<Sink> sinks) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field -> add(
                            pointer + "/" + field.getKey().replace("~", "~0").replace("/", "~1"),
                            field.getValue(),
                            sinks));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                add(pointer + "/" + i, node.get(i), sinks);
            }
        } else if (node.isTextual() || node.isNumber()) {
            sinks.add(new Sink(pointer, node.isTextual() ? node.textValue() : Json.text(node)));
        }
    }

    Words words() {
        return Words.of(value);
    }

    Optional<BigDecimal> number() {
        return Numerals.decimal(value.strip());
    }

    /** The host that an address leads to, where every reader finds the same one in it: in doubt, none. */
    Optional<Words> host() {
        try {
            URI uri = new URI(value.strip());
            String authority = uri.getRawAuthority();
            return Optional.ofNullable(uri.getHost())
                    .filter(host -> uri.getRawUserInfo() == null && authority.indexOf('%') < 0)
                    .map(Words::of);
        } catch (URISyntaxException odd) {
            return Optional.empty();
        }
    }

    private Stream<String> hostNames() {
        String plain = words().plain();
        // Where two readers could find two hosts, each name in it may be the one.
        Stream<String> odd = isAddress() && host().isEmpty()
                ? NAME.matcher(plain).results().map(MatchResult::group)
                : Stream.empty();
        return Stream.of(
                        ADDRESS.matcher(plain).results().map(found -> host(found.group(1))),
                        HOST.matcher(plain).results().map(found -> found.group(1)),
                        odd)
                .flatMap(names -> names);
    }

    private static String host(String authority) {
        String bare = authority.substring(authority.lastIndexOf('@') + 1);
        return bare.startsWith("[") ? bare : bare.split(":", 2)[0];
    }

    /** Hosts and mail domains in it, and the domains that they are in: a word in front of a stranger's domain leads to the stranger. */
    List<Words> domains() {
        Stream<String> mail = MAIL.matcher(words().bare()).results().map(found -> found.group(1));
        return Stream.concat(hostNames(), mail)
                .flatMap(Sink::withParents)
                .distinct()
                .map(Words::of)
                .toList();
    }

    private static Stream<String> withParents(String host) {
        return Stream.iterate(
                host,
                name -> name.indexOf('.') > 0,
                name -> name.matches("[0-9.]+") ? "" : name.substring(name.indexOf('.') + 1));
    }

    /** Whether it is an address and nothing else: then its host decides. */
    boolean isAddress() {
        Matcher address = ADDRESS.matcher(words().plain());
        return address.lookingAt() && words().plain().indexOf(' ') < 0;
    }

    /** What two values have in common that lead to the same place, or come to the same. */
    String destination() {
        if (isAddress()) {
            try {
                URI uri = new URI(value.strip());
                if (uri.getHost() != null) {
                    return (uri.getScheme() + "://" + uri.getRawAuthority()).toLowerCase(Locale.ROOT);
                }
            } catch (URISyntaxException odd) {
                return words().plain();
            }
        }
        return number().map(known -> known.stripTrailingZeros().toString()).orElseGet(() -> words().plain());
    }
}
