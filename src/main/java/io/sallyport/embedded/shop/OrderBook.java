package io.sallyport.embedded.shop;

import io.sallyport.core.IdSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * The orders, in a table of the embedded PostgreSQL (see {@code ShopTable}). One statement takes an order or finds the one that the key
 * stands for, so that a crash leaves no half order and two equal calls at once make one.
 */
final class OrderBook {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final String COLUMNS = " id, sku, quantity, key, at, asked ";
    private static final String TAKE =
            "insert into example_shop.orders as o (key, id, sku, quantity) values ($1, $2, $3, $4)"
                    + " on conflict (key) do update set asked = o.asked + 1 returning" + COLUMNS;
    private static final String LATEST =
            "select" + COLUMNS + "from example_shop.orders order by at desc, id desc limit $1";

    private final Pool pool;
    private final IdSource ids = IdSource.random(InstantSource.system());

    OrderBook(Pool pool) {
        this.pool = pool;
    }

    /** The order that {@code key} stands for, and has from now on if it was new. It may be another one than {@code wanted}. */
    Uni<Entry> take(String key, Order wanted) {
        return pool.preparedQuery(TAKE)
                .execute(Tuple.of(key, ids.next("order"), wanted.sku(), wanted.quantity()))
                .map(rows -> entry(rows.iterator().next()))
                .ifNoItem()
                .after(LIMIT)
                .fail();
    }

    /** Newest first. */
    Uni<List<Entry>> latest(int most) {
        return pool.preparedQuery(LATEST)
                .execute(Tuple.of(most))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(OrderBook::entry)
                        .toList())
                .ifNoItem()
                .after(LIMIT)
                .fail();
    }

    private static Entry entry(Row row) {
        Order order = new Order(row.getString("sku"), row.getInteger("quantity"));
        return new Entry(
                row.getString("id"), order, row.getString("key"), row.getOffsetDateTime("at"), row.getLong("asked"));
    }
}
