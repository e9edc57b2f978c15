package io.sallyport.embedded.shop;

import io.sallyport.config.EmbeddedFacts;
import io.sallyport.config.SallyportConfig;
import io.vertx.ext.web.Router;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** The shop's routes, all below {@link #PATH}. */
@Singleton
public class ExampleShop {
    /** Where it lives on the gateway's own address. */
    public static final String PATH = "/embedded/shop";

    private final EmbeddedFacts config;
    private final OrderBook book;

    ExampleShop(SallyportConfig config, Pool pool) {
        this.config = config.embedded();
        this.book = new OrderBook(pool);
    }

    /** Without embedded services there is no shop and there are no routes. */
    void install(@Observes Router router) {
        if (config.shop().isEmpty()) {
            return;
        }
        LedgerRoutes ledger = new LedgerRoutes(book);
        var _ = router.post(PATH + "/orders").handler(new OrderRoute(book));
        var _ = router.get(PATH + "/orders").handler(ledger::list);
        var _ = router.get(PATH + "/").handler(ledger::page);
    }
}
