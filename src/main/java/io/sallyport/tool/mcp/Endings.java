package io.sallyport.tool.mcp;

import io.sallyport.catalog.ToolBinding.Auth;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells servers that sessions are over, as far as they listen (revision 2025-11-25, "Session Management"). One in a user's name is left to
 * its server: to end it somebody would have to keep what the user has given us for calls.
 */
final class Endings {
    private final Beside beside;
    private final McpObserver observer;
    private final Set<Future<Void>> underWay = ConcurrentHashMap.newKeySet();

    Endings(Beside beside, McpObserver observer) {
        this.beside = beside;
        this.observer = observer;
    }

    /** Any thread; the session is nobody's any more. */
    void end(Session session) {
        Channel way = session.way();
        observer.sessionEnded(way.server().name());
        boolean known = session.greeting().session().isPresent() && !session.isForgotten();
        if (!known || way.server().endpoint().auth() == Auth.USER) {
            return;
        }
        Promise<Void> ended = Promise.promise();
        underWay.add(ended.future());
        way.context()
                .runOnContext(go -> beside.end(way).onComplete(said -> {
                    underWay.remove(ended.future());
                    ended.complete();
                }));
    }

    /** When all that is under way has come to an end. */
    Future<Void> all() {
        return Future.join(List.copyOf(underWay)).mapEmpty();
    }
}
