package io.sallyport.embedded.shop;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** {@code POST /orders}: 201 for a new order, 200 for one that the key has made before, 422 for a key that stands for another. */
final class OrderRoute implements Handler<RoutingContext> {
    private static final int MOST_BYTES = 4096;
    private static final int LONGEST_KEY = 255;
    private static final long SLOW_MILLIS = 6_000;

    private final OrderBook book;

    OrderRoute(OrderBook book) {
        this.book = book;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        Buffer body = Buffer.buffer();
        var _ = request.handler(part -> {
            if (body.length() <= MOST_BYTES) {
                var _ = body.appendBuffer(part);
            }
        });
        var _ = request.endHandler(end -> answer(context, body));
        var _ = request.resume();
    }

    private void answer(RoutingContext context, Buffer body) {
        try {
            String key = key(context.request().getHeader("Idempotency-Key"));
            if (body.length() > MOST_BYTES) {
                throw new OrderRefused(413, "body_too_large", "An order has at most " + MOST_BYTES + " bytes.");
            }
            Order wanted = Order.read(body);
            Replies.when(context, book.take(key, wanted), entry -> taken(context, wanted, entry));
        } catch (OrderRefused refused) {
            Replies.json(context, refused.status(), refused.body());
        }
    }

    private static String key(@Nullable String key) {
        if (key == null || key.isBlank() || key.length() > LONGEST_KEY) {
            throw new OrderRefused(
                    400,
                    "idempotency_key_missing",
                    "Send an Idempotency-Key of 1 to " + LONGEST_KEY + " characters, the same for each repetition.");
        }
        return key;
    }

    private static void taken(RoutingContext context, Order wanted, Entry entry) {
        if (!entry.order().equals(wanted)) {
            OrderRefused reused =
                    new OrderRefused(422, "idempotency_key_reused", "This key stands for another order: " + entry.id());
            Replies.json(context, reused.status(), reused.body());
        } else if (wanted.isSlow()) {
            var _ = context.vertx().setTimer(SLOW_MILLIS, late -> receipt(context, entry));
        } else {
            receipt(context, entry);
        }
    }

    private static void receipt(RoutingContext context, Entry entry) {
        Replies.json(context, entry.asked() == 1 ? 201 : 200, entry.receipt());
    }
}
