package io.sallyport.tool.http;

import io.netty.util.NetUtil;
import io.sallyport.catalog.ToolBinding;
import io.sallyport.tool.http.Addresses.Sort;
import io.vertx.core.Future;
import io.vertx.core.impl.ContextInternal;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Decides which addresses a tool's request may be connected to. The host is resolved here, and the connection is made to an address that
 * was looked at, never to the name: a name that means something else a moment later changes nothing.
 */
final class Egress {
    /** A host that some reader of addresses would take for an IPv4 address: all digits, or hexadecimal, in any number of parts. */
    private static final Pattern NUMERIC = Pattern.compile("(?i)(.*\\.)?(0x[0-9a-f]*|[0-9]+)\\.?");

    private static final Pattern CANONICAL =
            Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}");

    private static final int MOST_ADDRESSES = 3;

    private final NameLookup names;

    Egress(NameLookup names) {
        this.names = names;
    }

    /**
     * The addresses that {@code target} may be connected to, in the order to try them; fails with {@link EgressRefused} where there are
     * none, and with what the name lookup says where there is no such host.
     *
     * @param redirected whether the tool itself has named the target: then no permission of the manifest holds for it
     */
    Future<List<InetAddress>> addresses(
            ContextInternal context, ToolBinding.Http http, URI target, boolean redirected) {
        return addresses(context, ranges(http), target, redirected);
    }

    /** The same where ranges of private addresses are {@code permitted} for names. */
    Future<List<InetAddress>> addresses(ContextInternal context, List<Cidr> permitted, URI target, boolean redirected) {
        String host = host(target);
        if (host.equals("localhost") && !redirected) {
            return context.succeededFuture(literal(host));
        }
        if (isOdd(host)) {
            return context.failedFuture(refused(EgressReason.ODD_ADDRESS, host));
        }
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
        if (literal != null) {
            Sort sort = Addresses.sort(literal);
            return sort == Sort.METADATA || (redirected && sort != Sort.PUBLIC)
                    ? context.failedFuture(refused(reason(sort), host))
                    : context.succeededFuture(List.of(address(host)));
        }
        List<Cidr> allowed = redirected ? List.of() : permitted;
        return names.addresses(context, host).compose(found -> permitted(context, host, found, allowed));
    }

    /** Whether it is no host, or something that one reader takes for one address and the next for another. */
    static boolean isOdd(String host) {
        if (host.contains(":")) {
            return host.contains("%") || NetUtil.createByteArrayFromIpAddressString(host) == null;
        }
        boolean numeric = NUMERIC.matcher(host).matches();
        return host.isEmpty()
                || host.contains("%")
                || (numeric && !CANONICAL.matcher(host).matches());
    }

    private static Future<List<InetAddress>> permitted(
            ContextInternal context, String host, List<InetAddress> found, List<Cidr> allowed) {
        List<InetAddress> good = found.stream()
                .filter(address -> mayBe(address.getAddress(), allowed))
                .limit(MOST_ADDRESSES)
                .toList();
        if (!good.isEmpty()) {
            return context.succeededFuture(good);
        }
        boolean metadata = found.stream().anyMatch(address -> Addresses.sort(address.getAddress()) == Sort.METADATA);
        return context.failedFuture(refused(metadata ? EgressReason.METADATA : EgressReason.PRIVATE, host));
    }

    /** What is to be said of an address of this sort where it is refused. */
    static EgressReason reason(Sort sort) {
        return sort == Sort.METADATA ? EgressReason.METADATA : EgressReason.PRIVATE;
    }

    private static boolean mayBe(byte[] address, List<Cidr> allowed) {
        byte[] inner = Addresses.undressed(address);
        return switch (Addresses.sort(address)) {
            case PUBLIC -> true;
            case METADATA -> false;
            case SPECIAL -> allowed.stream().anyMatch(range -> range.contains(inner));
        };
    }

    /** Whether {@link #literal} knows its addresses without asking anybody. */
    static boolean isLiteral(String host) {
        return host.equals("localhost") || NetUtil.createByteArrayFromIpAddressString(host) != null;
    }

    /** The addresses of a literal or of {@code localhost}. */
    static List<InetAddress> literal(String host) {
        return host.equals("localhost") ? List.of(address("127.0.0.1"), address("::1")) : List.of(address(host));
    }

    /** Without the brackets of an IPv6 literal, in lower case; empty where there is none. */
    static String host(URI target) {
        String host = target.getHost();
        if (host == null) {
            return "";
        }
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return (bracketed ? host.substring(1, host.length() - 1) : host).toLowerCase(Locale.ROOT);
    }

    private static List<Cidr> ranges(ToolBinding.Http http) {
        return http.allowAddresses().stream()
                .map(Cidr::parse)
                .flatMap(Optional::stream)
                .toList();
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(literal));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes or sixteen are an address", e);
        }
    }

    private static EgressRefused refused(EgressReason reason, String host) {
        return new EgressRefused(reason, "the host `" + host + "` leads to an address that tools may not have");
    }
}
