package io.sallyport.tool.http;

import io.vertx.core.Future;
import io.vertx.core.impl.ContextInternal;
import java.net.InetAddress;
import java.util.List;

/** Finds the addresses of a host. Never blocks. */
@FunctionalInterface
interface NameLookup {
    /** All addresses, those to be tried first in front; fails where there are none. On {@code context}. */
    Future<List<InetAddress>> addresses(ContextInternal context, String host);
}
