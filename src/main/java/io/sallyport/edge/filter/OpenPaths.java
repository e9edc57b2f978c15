package io.sallyport.edge.filter;

import io.quarkus.runtime.LaunchMode;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;

/** The whole list of what is served without a credential. Everything that is not on it, unknown paths included, needs one. */
final class OpenPaths {
    private static final List<String> DEV_PAGES = List.of("/q/dev-ui", "/q/dev");

    private static final List<String> LOOPBACK_V6 = List.of("::1", "0:0:0:0:0:0:0:1");

    private final List<String> toEverybody;
    private final List<String> toThisMachine;

    private OpenPaths(List<String> toEverybody, List<String> toThisMachine) {
        this.toEverybody = List.copyOf(toEverybody);
        this.toThisMachine = List.copyOf(toThisMachine);
    }

    /**
     * The embedded issuer is open, because it is where tokens come from. Open to this machine: the example shop, inbox and
     * library, which are somebody else's and ask for no key of ours, and the development pages in dev mode.
     */
    static OpenPaths of(LaunchMode mode, Issuer issuer) {
        List<String> open = new ArrayList<>(List.of("/q/health"));
        List<String> local = new ArrayList<>(mode == LaunchMode.DEVELOPMENT ? DEV_PAGES : List.of());
        if (issuer == Issuer.EMBEDDED) {
            open.add("/embedded/issuer");
            local.add("/embedded/shop");
            local.add("/embedded/inbox");
            local.add("/embedded/library");
        }
        return new OpenPaths(open, local);
    }

    boolean contain(RoutingContext context) {
        String path = context.normalizedPath();
        return isUnderAny(path, toEverybody) || (isUnderAny(path, toThisMachine) && isFromThisMachine(context));
    }

    static boolean isUnder(String path, String root) {
        return path.startsWith(root) && (path.length() == root.length() || path.charAt(root.length()) == '/');
    }

    private static boolean isUnderAny(String path, List<String> roots) {
        for (String root : roots) {
            if (isUnder(path, root)) {
                return true;
            }
        }
        return false;
    }

    // The connection's own address: a forwarded one is what the client says of itself.
    private static boolean isFromThisMachine(RoutingContext context) {
        SocketAddress peer = context.request().connection().remoteAddress(true);
        String address = peer == null ? null : peer.hostAddress();
        return address != null && (address.startsWith("127.") || LOOPBACK_V6.contains(address));
    }

    enum Issuer {
        EMBEDDED,
        EXTERNAL
    }
}
