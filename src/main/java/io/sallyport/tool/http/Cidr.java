package io.sallyport.tool.http;

import io.netty.util.NetUtil;
import java.util.Optional;

/** A range of addresses: {@code 10.0.0.0/8}, {@code fd00::/8}, or one address alone (RFC 4632, RFC 4291 section 2.3). */
final class Cidr {
    private final byte[] network;
    private final int bits;

    private Cidr(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /** Empty where {@code text} is no range. */
    static Optional<Cidr> parse(String text) {
        int slash = text.indexOf('/');
        byte[] network = NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
        if (network == null) {
            return Optional.empty();
        }
        int width = network.length * Byte.SIZE;
        int bits = slash < 0 ? width : number(text.substring(slash + 1));
        return bits < 0 || bits > width ? Optional.empty() : Optional.of(new Cidr(network, bits));
    }

    /** A range that is right because we wrote it. */
    static Cidr of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException(text));
    }

    boolean contains(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if (((address[bit / Byte.SIZE] ^ network[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    private static int number(String digits) {
        return digits.matches("[0-9]{1,3}") ? Integer.parseInt(digits) : -1;
    }
}
