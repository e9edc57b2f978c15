package io.sallyport.catalog.load;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a manifest may say about addresses. The check that counts is made again when a connection is opened. */
final class AddressRanges {
    private static final Pattern CIDR = Pattern.compile("([0-9a-fA-F:.]{2,45})/([0-9]{1,3})");
    private static final Pattern LITERAL = Pattern.compile("[0-9.]{7,15}|\\[?[0-9a-fA-F:.]*:[0-9a-fA-F:.]*]?");
    private static final List<String> METADATA =
            List.of("169.254.169.254", "fd00:ec2::254", "fe80::a9fe:a9fe", "100.100.100.200", "192.0.0.192");
    private static final int WIDEST_V4 = 8;
    private static final int WIDEST_V6 = 32;

    private AddressRanges() {}

    /** Whether a literal host is one that no manifest can allow. */
    static boolean isNeverReached(String host) {
        String plain = host.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
        if (plain.equals("metadata.google.internal") || plain.equals("metadata")) {
            return true;
        }
        return literal(plain)
                .filter(address -> address.isLinkLocalAddress()
                        || address.isAnyLocalAddress()
                        || address.isMulticastAddress()
                        || METADATA.stream()
                                .flatMap(known -> literal(known).stream())
                                .anyMatch(address::equals))
                .isPresent();
    }

    /** What is wrong with a range, if anything. */
    static Optional<String> wrong(String written) {
        Matcher cidr = CIDR.matcher(written);
        if (!cidr.matches()) {
            return Optional.of("`" + written + "` is no range of addresses.");
        }
        Optional<InetAddress> network = literal(cidr.group(1));
        if (network.isEmpty()) {
            return Optional.of("`" + written + "` is no range of addresses.");
        }
        int all = network.get().getAddress().length * Byte.SIZE;
        int bits = Integer.parseInt(cidr.group(2));
        if (bits > all) {
            return Optional.of("`" + written + "` has more bits than an address.");
        }
        if (bits < (all == Integer.SIZE ? WIDEST_V4 : WIDEST_V6)) {
            return Optional.of("`" + written + "` is so wide that it forbids nothing: wildcards are refused.");
        }
        return isNeverReached(cidr.group(1))
                ? Optional.of("Link-local and metadata addresses are never reached.")
                : Optional.empty();
    }

    static Optional<InetAddress> literal(String host) {
        if (!LITERAL.matcher(host).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
