package io.sallyport.catalog;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An address whose path and query hold {@code {name}}s, to be filled in. Scheme, host and port are fixed: no value can choose where a
 * request goes.
 *
 * @param text as it is written: {@code https://host/orders/{id}?at={day}}
 */
public record UrlTemplate(String text) {
    private static final Pattern NAME = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_]{0,63})}");
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** @throws IllegalArgumentException where the text is no address, or holds a name where none may be */
    public UrlTemplate {
        URI sample = URI.create(NAME.matcher(text).replaceAll("0"));
        if (sample.getScheme() == null || sample.getHost() == null) {
            throw new IllegalArgumentException("no address of a host");
        }
        int authorityEnd = sample.getScheme().length()
                + "://".length()
                + sample.getRawAuthority().length();
        Matcher first = NAME.matcher(text);
        if (first.find() && first.start() < authorityEnd + 1) {
            throw new IllegalArgumentException("a name outside path and query");
        }
    }

    /** The names to be filled in, in their order. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        NAME.matcher(text).results().forEach(found -> names.add(found.group(1)));
        return names;
    }

    /** Scheme, host and port, with nothing behind them. */
    public URI origin() {
        URI sample = URI.create(NAME.matcher(text).replaceAll("0"));
        return URI.create(sample.getScheme() + "://" + sample.getRawAuthority());
    }

    /**
     * The address with each name filled in, percent-encoded (RFC 3986, section 2.1), so that no value adds a segment or a parameter.
     *
     * @param values gives the value of a name; null: there is none
     * @return empty where a value is missing, or would change the path it stands in: nothing, {@code .} or {@code ..}
     */
    public Optional<URI> fill(Function<String, @Nullable String> values) {
        int query = text.indexOf('?');
        Matcher matcher = NAME.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            @Nullable String value = values.apply(matcher.group(1));
            boolean inPath = query < 0 || matcher.start() < query;
            if (value == null || (inPath && value.isEmpty())) {
                return Optional.empty();
            }
            matcher.appendReplacement(filled, Matcher.quoteReplacement(encoded(value)));
        }
        URI address = URI.create(matcher.appendTail(filled).toString());
        return Optional.of(address).filter(UrlTemplate::staysInItsPath);
    }

    private static boolean staysInItsPath(URI address) {
        return Stream.of(address.getRawPath().split("/")).noneMatch(segment -> segment.matches("\\.{1,2}"));
    }

    private static String encoded(String value) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            if (octet > 0 && UNRESERVED.indexOf(octet) >= 0) {
                encoded.append((char) octet);
            } else {
                encoded.append('%').append(HEX.toHexDigits(octet));
            }
        }
        return encoded.toString();
    }

    @Override
    public String toString() {
        return text;
    }
}
