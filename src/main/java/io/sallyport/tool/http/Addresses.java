package io.sallyport.tool.http;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What sort of address it is, whatever it is dressed as: IPv4 inside IPv6 (mapped, compatible, NAT64, 6to4) counts as what is inside.
 * After the special-purpose registries of IANA (RFC 6890). What is not known to be public is not.
 */
final class Addresses {
    /** What sort of address it is. */
    enum Sort {
        PUBLIC,
        /** Loopback, private, link-local, shared, documentation, multicast, reserved. */
        SPECIAL,
        /** A cloud's metadata or credentials service: whoever reaches it is the machine. */
        METADATA
    }

    private static final List<Cidr> METADATA = ranges(
            "169.254.169.254", // AWS, Azure, Google, OpenStack, DigitalOcean, Oracle
            "169.254.169.253", // AWS, DNS
            "169.254.170.2", // AWS ECS
            "169.254.170.23", // AWS EKS
            "169.254.42.42", // Scaleway
            "100.100.100.200", // Alibaba
            "192.0.0.192", // Oracle
            "168.63.129.16", // Azure, an address that would be public
            "fd00:ec2::254", // AWS
            "fd00:ec2::253", // AWS, DNS
            "fd00:ec2::23", // AWS EKS
            "fd00:42::42", // Scaleway
            "fd20:ce::254"); // Google

    private static final List<Cidr> SPECIAL_V4 = ranges(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    private static final Cidr GLOBAL_V6 = Cidr.of("2000::/3");

    private static final List<Cidr> SPECIAL_V6 =
            ranges("2001::/23", "2001:db8::/32", "3fff::/20"); // protocols (Teredo, ORCHID, …), documentation

    private static final Cidr MAPPED = Cidr.of("::ffff:0:0/96");
    private static final Cidr TRANSLATED = Cidr.of("::ffff:0:0:0/96");
    private static final Cidr COMPATIBLE = Cidr.of("::/96");
    private static final Cidr NAT64 = Cidr.of("64:ff9b::/96");
    private static final Cidr SIX_TO_FOUR = Cidr.of("2002::/16");
    private static final Cidr LOOPBACK_V4 = Cidr.of("127.0.0.0/8");
    private static final Cidr LOOPBACK_V6 = Cidr.of("::1");

    private Addresses() {}

    static Sort sort(byte[] address) {
        byte[] inner = undressed(address);
        if (METADATA.stream().anyMatch(range -> range.contains(inner))) {
            return Sort.METADATA;
        }
        boolean special = inner.length == 4
                ? SPECIAL_V4.stream().anyMatch(range -> range.contains(inner))
                : !GLOBAL_V6.contains(inner) || SPECIAL_V6.stream().anyMatch(range -> range.contains(inner));
        return special ? Sort.SPECIAL : Sort.PUBLIC;
    }

    static boolean isLoopback(byte[] address) {
        return LOOPBACK_V4.contains(address) || LOOPBACK_V6.contains(address);
    }

    /** The IPv4 address inside an IPv6 one, or the address itself. */
    static byte[] undressed(byte[] address) {
        if (MAPPED.contains(address) || TRANSLATED.contains(address) || NAT64.contains(address)) {
            return Arrays.copyOfRange(address, 12, 16);
        }
        if (SIX_TO_FOUR.contains(address)) {
            return Arrays.copyOfRange(address, 2, 6);
        }
        boolean compatible = COMPATIBLE.contains(address) && (address[12] != 0 || address[13] != 0);
        return compatible ? Arrays.copyOfRange(address, 12, 16) : address;
    }

    private static List<Cidr> ranges(String... texts) {
        return Stream.of(texts).map(Cidr::of).toList();
    }
}
