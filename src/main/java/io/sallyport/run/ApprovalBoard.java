package io.sallyport.run;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * What waits for somebody's yes or no, as it changes. However many watch on this replica, the store is asked once a second for each tenant
 * that anybody watches, and for nothing where nobody does.
 */
@Singleton
public class ApprovalBoard {
    /** The oldest that are open; what lies behind them is shown when its turn comes. */
    static final int MOST = 200;

    private static final long LOOK_MILLIS = 1_000;

    private final RunViews views;
    private final Vertx vertx;
    private final Map<String, TenantBoard> watched = new ConcurrentHashMap<>();

    @Inject
    public ApprovalBoard(RunViews views, Vertx vertx) {
        this.views = views;
        this.vertx = vertx;
    }

    /** Hears of one tenant's approvals. Called on any thread, one thing after the other; must not block. */
    public interface Listener {
        /** What is open now, the oldest first; comes first. */
        void snapshot(List<ApprovalLine> open);

        /** One more is open. */
        void required(ApprovalLine line);

        /** One is not open any more: decided, expired, or its run has ended. */
        void decided(ApprovalLine line);
    }

    /** A watch that has begun. */
    public interface Watch extends AutoCloseable {
        /** Has the listener be told a snapshot again: it has missed something. */
        void again();

        /** Ends it; again does nothing. */
        @Override
        void close();
    }

    /** Has {@code listener} hear of {@code tenant}'s approvals from now on. */
    public Watch watch(String tenant, Listener listener) {
        TenantBoard board = watched.compute(tenant, (id, known) -> {
            TenantBoard one = known == null ? new TenantBoard(id, views) : known;
            one.add(listener);
            return one;
        });
        board.beginOnce(() -> look(tenant, board));
        return new Watch() {
            @Override
            public void again() {
                board.tell(listener);
            }

            @Override
            public void close() {
                var _ = watched.computeIfPresent(tenant, (id, known) -> known.remove(listener) ? null : known);
            }
        };
    }

    /** How many tenants are watched. */
    int size() {
        return watched.size();
    }

    private void look(String tenant, TenantBoard board) {
        BooleanSupplier wanted = () -> watched.get(tenant) == board;
        var _ = Uni.createFrom()
                .deferred(board::look)
                .onTermination()
                .invoke(() -> {
                    if (wanted.getAsBoolean()) {
                        var _ = vertx.setTimer(LOOK_MILLIS, due -> look(tenant, board));
                    }
                })
                .subscribe()
                .with(done -> {}, unreachable -> {}); // the next look may find the store again
    }
}
