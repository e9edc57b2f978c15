package io.sallyport.edge.filter;

import io.vertx.ext.web.RoutingContext;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The name of one request in answers, logs, traces and records. The caller's own is kept where it is harmless to print;
 * a minted one need not be unguessable, only unique, so a cheap random source makes it.
 */
public final class RequestId {
    /** Request and response header. */
    public static final String HEADER = "X-Request-Id";

    private static final String KEY = "sallyport.request-id";
    private static final int MAX_LENGTH = 128;

    private RequestId() {}

    /** The id of this request, the same on every call. */
    public static String of(RoutingContext context) {
        String id = context.get(KEY);
        return id == null ? assign(context) : id;
    }

    private static String assign(RoutingContext context) {
        String offered = context.request().getHeader(HEADER);
        String id = offered != null && isSane(offered) ? offered : mint();
        context.put(KEY, id);
        return id;
    }

    static boolean isSane(@Nullable String offered) {
        return offered != null
                && !offered.isEmpty()
                && offered.length() <= MAX_LENGTH
                && offered.chars().allMatch(RequestId::isSane);
    }

    private static boolean isSane(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '_'
                || c == '.'
                || c == ':';
    }

    private static String mint() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "req_" + hex(random.nextLong()) + hex(random.nextLong());
    }

    private static String hex(long bits) {
        return HexFormat.of().toHexDigits(bits);
    }
}
