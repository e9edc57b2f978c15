package io.sallyport.tool.http;

import io.netty.util.NetUtil;
import io.sallyport.tool.http.Addresses.Sort;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address that a model, and so possibly anybody, has written. What two readers could read in two ways is refused and not mended: where a
 * check and a connection differ in what they take for the host, the check is worth nothing (RFC 3986 section 7.6).
 */
final class PageAddress {
    private static final int MOST_CHARS = 2048;
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(.*)");
    private static final Pattern LABELS = Pattern.compile(
            "([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");
    private static final Pattern LITERAL_V6 = Pattern.compile("[0-9A-Fa-f:.]+");
    private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");
    private static final int MOST_HOST_CHARS = 253;
    private static final int MOST_PORT = 65_535;

    private PageAddress() {}

    /** @throws EgressRefused where it is no address, or one that could be read in two ways */
    static URI parse(String text) {
        characters(text);
        Matcher scheme = SCHEME.matcher(text);
        require(scheme.matches(), EgressReason.MALFORMED);
        require(Set.of("http", "https").contains(scheme.group(1).toLowerCase(Locale.ROOT)), EgressReason.SCHEME);
        String behind = scheme.group(2);
        require(behind.startsWith("//"), EgressReason.MALFORMED);
        int end = authorityEnd(behind);
        String authority = behind.substring("//".length(), end);
        String host = host(authority);
        String port = port(authority, host);
        String rest = behind.substring(end).split("#", 2)[0];
        try {
            String origin = scheme.group(1) + "://" + host + port;
            URI address = new URI(origin.toLowerCase(Locale.ROOT) + rest);
            String bare = host.replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
            require(Egress.host(address).equals(bare), EgressReason.MALFORMED);
            return address;
        } catch (URISyntaxException none) {
            throw new EgressRefused(EgressReason.MALFORMED);
        }
    }

    /**
     * Where {@code location} leads from {@code from}.
     *
     * @throws EgressRefused as {@link #parse} does, and where it leads from TLS to none
     */
    static URI follow(URI from, String location) {
        characters(location);
        try {
            URI next = parse(SCHEME.matcher(location).matches() ? location : beside(from, location));
            boolean downgrade =
                    from.getScheme().equals("https") && !next.getScheme().equals("https");
            require(!downgrade, EgressReason.DOWNGRADE);
            return next;
        } catch (URISyntaxException none) {
            throw new EgressRefused(EgressReason.MALFORMED);
        }
    }

    /** A reference without a scheme, resolved (RFC 3986 section 5.2). */
    private static String beside(URI from, String reference) throws URISyntaxException {
        if (reference.startsWith("?")) { // for which the JDK's own way still is the older RFC's
            return from.toString().split("\\?", 2)[0] + reference;
        }
        return from.resolve(new URI(reference)).toString();
    }

    private static void characters(String text) {
        require(text.length() <= MOST_CHARS, EgressReason.TOO_LONG);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            require(c > ' ' && c != 0x7f, EgressReason.CONTROL_CHARACTER);
            require(c != '\\', EgressReason.BACKSLASH);
            require(c < 0x7f, EgressReason.NOT_ASCII);
        }
    }

    private static int authorityEnd(String behind) {
        for (int i = "//".length(); i < behind.length(); i++) {
            if ("/?#".indexOf(behind.charAt(i)) >= 0) {
                return i;
            }
        }
        return behind.length();
    }

    /** As it is written, brackets included. */
    private static String host(String authority) {
        require(!authority.contains("@"), EgressReason.USER);
        if (authority.startsWith("[")) {
            require(!authority.contains("%"), EgressReason.ZONE);
            int close = authority.indexOf(']');
            require(close > 0, EgressReason.ODD_ADDRESS);
            String literal = authority.substring(1, close);
            boolean address = LITERAL_V6.matcher(literal).matches()
                    && literal.contains(":")
                    && NetUtil.createByteArrayFromIpAddressString(literal) != null;
            require(address, EgressReason.ODD_ADDRESS);
            return authority.substring(0, close + 1);
        }
        require(!authority.contains("%"), EgressReason.ENCODED_HOST);
        int colon = authority.indexOf(':');
        require(colon == authority.lastIndexOf(':'), EgressReason.ODD_ADDRESS);
        String host = colon < 0 ? authority : authority.substring(0, colon);
        require(!host.isEmpty(), EgressReason.NO_HOST);
        require(!host.endsWith("."), EgressReason.TRAILING_DOT);
        require(host.length() <= MOST_HOST_CHARS && LABELS.matcher(host).matches(), EgressReason.MALFORMED);
        require(!Egress.isOdd(host), EgressReason.ODD_ADDRESS);
        return host;
    }

    /** With its colon; empty where there is none. */
    private static String port(String authority, String host) {
        String port = authority.substring(host.length());
        if (port.isEmpty()) {
            return "";
        }
        require(port.startsWith(":"), EgressReason.ODD_ADDRESS);
        String digits = port.substring(1);
        require(PORT.matcher(digits).matches() && Integer.parseInt(digits) <= MOST_PORT, EgressReason.PORT);
        return port;
    }

    /**
     * Says no to what the manifest's {@code hosts} do not name, with the reason that is worst for it.
     *
     * @throws EgressRefused where it is not among them
     */
    static void mustBeListed(URI address, List<String> hosts) {
        String host = Egress.host(address);
        String written = host.contains(":") ? "[" + host + "]" : host;
        boolean tls = address.getScheme().equals("https");
        int usual = tls ? 443 : 80;
        int port = address.getPort() < 0 ? usual : address.getPort();
        boolean listed = (port == usual && hosts.contains(written)) || hosts.contains(written + ":" + port);
        if (listed) {
            return;
        }
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
        if (literal != null && Addresses.sort(literal) != Sort.PUBLIC) {
            throw new EgressRefused(Egress.reason(Addresses.sort(literal)));
        }
        boolean local = host.equals("localhost") || host.endsWith(".localhost");
        require(!local, EgressReason.PRIVATE);
        boolean otherPort = hosts.stream().anyMatch(entry -> entry.equals(written) || entry.startsWith(written + ":"));
        throw new EgressRefused(otherPort ? EgressReason.PORT : EgressReason.NOT_LISTED);
    }

    private static void require(boolean condition, EgressReason otherwise) {
        if (!condition) {
            throw new EgressRefused(otherwise);
        }
    }
}
