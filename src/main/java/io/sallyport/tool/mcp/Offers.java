package io.sallyport.tool.mcp;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The pins as calls use them: what is offered is written down for administrators, and what is accepted is remembered for a moment. */
final class Offers {
    private static final Logger LOG = Logger.getLogger(Offers.class);

    /** For so long a replica goes by what it knows to be accepted. */
    private static final long BELIEVED_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final Duration LONGEST_WRITE = Duration.ofSeconds(1);

    private final Pins pins;
    private final Map<String, Known> accepted = new ConcurrentHashMap<>();

    Offers(Pins pins) {
        this.pins = pins;
    }

    private record Known(Map<String, String> digests, long atNanos) {
        boolean isFresh() {
            return System.nanoTime() - atNanos < BELIEVED_NANOS;
        }
    }

    /** Never fails, and does not take long: whether a tool may be called does not hang on it. Completes on any thread. */
    Future<Void> write(String server, Collection<Definition> all) {
        return Future.<Void>fromCompletionStage(pins.offered(server, all)
                        .ifNoItem()
                        .after(LONGEST_WRITE)
                        .fail()
                        .subscribeAsCompletionStage())
                .onFailure(failure -> LOG.warnf("what the MCP server %s offers was not recorded: %s", server, failure))
                .otherwiseEmpty();
    }

    /** Digests by tool; fails where nobody can say. Completes on any thread. */
    Future<Map<String, String>> accepted(String server) {
        Known known = accepted.get(server);
        if (known != null && known.isFresh()) {
            return Future.succeededFuture(known.digests());
        }
        return Future.fromCompletionStage(pins.accepted(server).subscribeAsCompletionStage())
                .onSuccess(digests -> accepted.put(server, new Known(digests, System.nanoTime())));
    }

    /** Somebody has just accepted something here. */
    void forget(String server) {
        accepted.remove(server);
    }
}
