package io.sallyport.config.readiness;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a service is. Read by hand and not by {@link java.net.URI}, which takes no host name with an underscore.
 *
 * @param scheme      in small letters, with whatever stands before it ({@code jdbc:postgresql})
 * @param credentials whatever stands before the {@code @}
 * @param host        without brackets
 * @param authority   host and port as written
 * @param path        without its first slash
 * @param query       without its question mark
 */
record Address(String scheme, String credentials, String host, String authority, String path, String query) {
    private static final Pattern FORM = Pattern.compile(
            "(?<scheme>[A-Za-z][A-Za-z0-9+.:-]*)://(?:(?<credentials>[^@/?]*)@)?"
                    + "(?<authority>(?<host>\\[[0-9A-Fa-f:.]+]|[^:/?,@\\s]+)(?::[0-9]{1,5})?)(?:/(?<path>[^?\\s]*))?(?:\\?(?<query>\\S*))?");

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|::1|0:0:0:0:0:0:0:1", Pattern.CASE_INSENSITIVE);

    static Optional<Address> parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        return form.matches() ? Optional.of(of(form)) : Optional.empty();
    }

    private static Address of(Matcher form) {
        return new Address(
                form.group("scheme").toLowerCase(Locale.ROOT),
                group(form, "credentials"),
                form.group("host").replaceAll("[\\[\\]]", ""),
                form.group("authority"),
                group(form, "path"),
                group(form, "query"));
    }

    private static String group(Matcher form, String name) {
        return Optional.ofNullable(form.group(name)).orElse("");
    }

    /** By its name alone: what a name server says is not known to be so tomorrow. */
    boolean loopback() {
        return LOOPBACK.matcher(host).matches();
    }

    boolean hasPassword() {
        return credentials.indexOf(':') >= 0 && !credentials.endsWith(":");
    }

    String password() {
        return credentials.substring(credentials.indexOf(':') + 1);
    }

    /** The value of a parameter; empty where it is not there. */
    Optional<String> parameter(String name) {
        return Pattern.compile("&")
                .splitAsStream(query)
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .findFirst();
    }

    /** Credentials are nobody's to read. */
    @Override
    public String toString() {
        return scheme + "://" + authority;
    }
}
