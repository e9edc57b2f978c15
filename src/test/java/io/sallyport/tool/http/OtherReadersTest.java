package io.sallyport.tool.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import io.netty.util.NetUtil;
import io.sallyport.tool.http.Addresses.Sort;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;

/**
 * What we read, and what others read. OkHttp's parser follows the rules of browsers (WHATWG's URL standard), which mend what RFC 3986 forbids:
 * it is the reader that differs most from ours, so an address on which both agree is one that nobody reads in a third way. For addresses it
 * is Guava's, the best-known reader of literals that asks no resolver, and the JDK's own words for sorts.
 */
class OtherReadersTest {
    private static final int ROUNDS = 60_000;
    private static final List<String> PIECES = List.of(
            "http",
            "https",
            "HTTP",
            "file",
            ":",
            "//",
            "/",
            "\\",
            "\\\\",
            "@",
            "user",
            ":pw",
            "docs.test",
            "attacker.test",
            "127.0.0.1",
            "127.1",
            "0x7f.1",
            "2130706433",
            "0177.0.0.1",
            "169.254.169.254",
            "[::1]",
            "[::ffff:7f00:1]",
            "[fe80::1%25e]",
            "[::]",
            "localhost",
            ".",
            "..",
            "%",
            "%2e",
            "%40",
            "%00",
            "%0d%0a",
            "\t",
            "\n",
            " ",
            "?",
            "#",
            "&",
            ";",
            ",",
            "a",
            "x=1",
            ":80",
            ":443",
            ":8080",
            ":0",
            ":99999",
            "xn--",
            "xn--dcs-fmc",
            "\uff11",
            "\u3002",
            "\u2215",
            "\u00ad",
            "_",
            "-",
            "+",
            "[",
            "]",
            "0",
            "1",
            "1.2.3.4",
            "0x",
            "~",
            "|",
            "^",
            "{",
            "}",
            "\"",
            "<",
            "'",
            "*",
            "$",
            "!");

    /** Half of them look like addresses, so that many are accepted; the others are anything. */
    private static String random(SplittableRandom chance) {
        StringBuilder text = new StringBuilder();
        if (chance.nextBoolean()) {
            text.append(chance.nextBoolean() ? "http://" : "https://");
        }
        IntStream.range(0, 1 + chance.nextInt(7)).forEach(i -> text.append(PIECES.get(chance.nextInt(PIECES.size()))));
        return text.toString();
    }

    private static Optional<URI> ours(String text) {
        try {
            return Optional.of(PageAddress.parse(text));
        } catch (EgressRefused refused) {
            return Optional.empty();
        }
    }

    @Test
    void whatever_we_accept_okhttp_takes_for_the_same_place() {
        SplittableRandom chance = new SplittableRandom(20261128);
        List<String> accepted = Stream.concat(
                        HostileUrls.all(9).stream().map(HostileUrls::url),
                        Stream.generate(() -> random(chance)).limit(ROUNDS))
                .filter(text -> ours(text).isPresent())
                .toList();

        assertThat(accepted).as("enough to compare").hasSizeGreaterThan(1000);
        for (String text : accepted) {
            URI ours = ours(text).orElseThrow();
            HttpUrl theirs = HttpUrl.parse(text);
            assertThat(theirs).as(text).isNotNull();
            assertThat(theirs.scheme()).as(text).isEqualTo(ours.getScheme());
            assertThat(theirs.username()).as(text).isEmpty();
            assertThat(sameHost(theirs.host(), Egress.host(ours))).as(text).isTrue();
            assertThat(theirs.port()).as(text).isEqualTo(port(ours));
        }
    }

    @Test
    void whatever_we_make_of_an_address_is_read_again_as_the_same() {
        SplittableRandom chance = new SplittableRandom(7);
        Stream.generate(() -> random(chance))
                .limit(ROUNDS)
                .forEach(text -> ours(text)
                        .ifPresent(once -> assertThat(PageAddress.parse(once.toString()))
                                .as(text)
                                .isEqualTo(once)));
    }

    private static boolean sameHost(String theirs, String ours) {
        if (theirs.equals(ours)) {
            return true;
        }
        return InetAddresses.isInetAddress(theirs)
                && InetAddresses.isInetAddress(ours)
                && InetAddresses.forString(theirs).equals(InetAddresses.forString(ours));
    }

    private static int port(URI address) {
        return address.getPort() >= 0 ? address.getPort() : address.getScheme().equals("https") ? 443 : 80;
    }

    /** Literals in all their notations, good and bad. */
    private static String literal(SplittableRandom chance) {
        return switch (chance.nextInt(4)) {
            case 0 -> text(v4(chance));
            case 1 -> text(v6(chance));
            case 2 -> "::ffff:" + text(v4(chance));
            default -> {
                StringBuilder odd = new StringBuilder(chance.nextBoolean() ? text(v6(chance)) : text(v4(chance)));
                odd.setCharAt(chance.nextInt(odd.length()), ":.0fx%-1".charAt(chance.nextInt(8)));
                yield odd.toString();
            }
        };
    }

    private static byte[] v4(SplittableRandom chance) {
        byte[] bytes = new byte[4];
        chance.nextBytes(bytes);
        return bytes;
    }

    private static byte[] v6(SplittableRandom chance) {
        byte[] bytes = new byte[16];
        chance.nextBytes(bytes);
        // Long runs of zeros and the prefixes that carry IPv4 are rare among random bytes, and are what matters.
        byte[] prefix = List.of(
                        new byte[0],
                        new byte[12],
                        new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1},
                        new byte[] {0, 0x64, -1, -101, 0, 0, 0, 0, 0, 0, 0, 0},
                        new byte[] {0x20, 0x02},
                        new byte[] {0x20, 0x01, 0, 0},
                        new byte[] {(byte) 0xfe, (byte) 0x80},
                        new byte[] {(byte) 0xfc, 0})
                .get(chance.nextInt(8));
        System.arraycopy(prefix, 0, bytes, 0, prefix.length);
        return bytes;
    }

    private static String text(byte[] bytes) {
        try {
            // A mapped address becomes an IPv4 one in the JDK's hands, which is written as such.
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void guava_and_we_read_the_same_literals() {
        SplittableRandom chance = new SplittableRandom(4);
        for (int i = 0; i < ROUNDS; i++) {
            String literal = literal(chance);
            Optional<URI> ours = ours("http://" + (literal.contains(":") ? "[" + literal + "]" : literal) + "/");
            if (ours.isEmpty()) {
                continue;
            }
            byte[] bytes = NetUtil.createByteArrayFromIpAddressString(Egress.host(ours.get()));
            boolean theirs = InetAddresses.isInetAddress(literal);
            assertThat(bytes != null).as(literal).isEqualTo(theirs);
            if (theirs) {
                assertThat(text(Objects.requireNonNull(bytes)))
                        .as(literal)
                        .isEqualTo(InetAddresses.forString(literal).getHostAddress());
            }
        }
    }

    @Test
    void what_guava_or_the_jdk_know_to_be_special_is_never_public() throws UnknownHostException {
        SplittableRandom chance = new SplittableRandom(6);
        int special = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = chance.nextBoolean() ? v4(chance) : v6(chance);
            InetAddress address = InetAddress.getByAddress(bytes);
            if (isSpecial(address)
                    || carried(address).filter(OtherReadersTest::isSpecial).isPresent()) {
                special++;
                assertThat(Addresses.sort(bytes)).as(text(bytes)).isNotEqualTo(Sort.PUBLIC);
            }
        }
        assertThat(special).as("enough to compare").isGreaterThan(500);
    }

    private static boolean isSpecial(InetAddress address) {
        return address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || address.getHostAddress().equals("255.255.255.255");
    }

    /** The IPv4 address that Guava finds in an IPv6 one: compatible, 6to4 or Teredo. */
    private static Optional<Inet4Address> carried(InetAddress address) {
        return address instanceof Inet6Address six && InetAddresses.hasEmbeddedIPv4ClientAddress(six)
                ? Optional.of(InetAddresses.getEmbeddedIPv4ClientAddress(six))
                : Optional.empty();
    }
}
