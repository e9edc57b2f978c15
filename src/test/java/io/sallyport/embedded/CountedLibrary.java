package io.sallyport.embedded;

import io.sallyport.testing.Answer;
import io.sallyport.testing.TestClient;
import io.sallyport.testing.TestingServer;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What stands in front of the library, outlives gateways and counts what they ask for. */
final class CountedLibrary implements AutoCloseable {
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private final TestingServer server =
            TestingServer.with(router -> router.get().blockingHandler(this::pass, false));
    private volatile @Nullable String behind;

    String url() {
        return server.url();
    }

    void standsBefore(String library) {
        behind = library;
    }

    /** How often each address was asked for since the last call of this. */
    Map<String, Integer> take() {
        Map<String, Integer> taken = new TreeMap<>(counts);
        counts.clear();
        return taken;
    }

    private void pass(RoutingContext context) {
        String path = context.request().uri();
        counts.merge(path, 1, Integer::sum);
        String key = String.valueOf(context.request().getHeader("X-Library-Key"));
        Answer answer = new TestClient(String.valueOf(behind), null)
                .withHeader("X-Library-Key", key)
                .get(path);
        var _ = context.response()
                .setStatusCode(answer.status())
                .putHeader("Content-Type", "application/json")
                .end(answer.body());
    }

    @Override
    public void close() {
        server.close();
    }
}
