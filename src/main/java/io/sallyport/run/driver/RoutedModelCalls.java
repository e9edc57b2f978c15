package io.sallyport.run.driver;

import io.sallyport.catalog.Catalog;
import io.sallyport.chat.FieldRules;
import io.sallyport.config.SallyportConfig;
import io.sallyport.core.Bytes;
import io.sallyport.dialect.openai.ChatRequest;
import io.sallyport.resilience.Deadline;
import io.sallyport.routing.CallRequest;
import io.sallyport.routing.CallStart;
import io.sallyport.routing.CallerReply;
import io.sallyport.routing.ModelRouter;
import jakarta.inject.Singleton;

/** Sends a run's conversation through routing: the same path, retries, fallbacks and records as any caller's. */
@Singleton
class RoutedModelCalls implements ModelCalls {
    /** The gateway wrote it itself. */
    private static final int DEEPEST = Integer.MAX_VALUE >> 16;

    private final ModelRouter router;
    private final SallyportConfig config;

    RoutedModelCalls(ModelRouter router, SallyportConfig config) {
        this.router = router;
        this.config = config;
    }

    @Override
    public int mostEventBytes() {
        return config.limits().event();
    }

    @Override
    public Runnable begin(CallStart start, Catalog catalog, Bytes body, CallerReply reply) {
        ChatRequest written = ChatRequest.parse(body.array(), DEEPEST);
        FieldRules fields = start.route().fields().forOwn();
        ChatRequest chat = fields.isNone() ? written : written.under(fields, DEEPEST);
        CallRequest request = new CallRequest(
                start, catalog, chat, Deadline.after(start.route().timeouts().total()));
        return router.call(request, reply)::cancel;
    }
}
