package io.sallyport.embedded.shop;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** What was ordered, for programs ({@code GET /orders}) and for people ({@code GET /}). */
final class LedgerRoutes {
    private static final int MOST = 200;

    private final OrderBook book;

    LedgerRoutes(OrderBook book) {
        this.book = book;
    }

    void list(RoutingContext context) {
        Replies.when(context, book.latest(MOST), entries -> {
            JsonArray lines = new JsonArray();
            entries.forEach(entry -> {
                var _ = lines.add(entry.line());
            });
            Replies.json(context, 200, new JsonObject().put("orders", lines));
        });
    }

    void page(RoutingContext context) {
        Replies.when(context, book.latest(MOST), entries -> {
            var _ = context.response().putHeader("Content-Security-Policy", LedgerPage.POLICY);
            Replies.send(context, 200, "text/html; charset=utf-8", LedgerPage.of(entries));
        });
    }
}
