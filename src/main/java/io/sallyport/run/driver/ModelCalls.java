package io.sallyport.run.driver;

import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.RouteSpec;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.config.SallyportConfig;
import io.sallyport.core.Bytes;
import io.sallyport.dialect.openai.ChatRequest;
import io.sallyport.resilience.Deadline;
import io.sallyport.routing.CallRequest;
import io.sallyport.routing.CallStart;
import io.sallyport.routing.CallerReply;
import io.sallyport.routing.ModelCall;
import io.sallyport.routing.ModelRouter;
import jakarta.inject.Singleton;

/** Sends a run's conversation through routing: the same path, retries, fallbacks and records as any caller's. */
@Singleton
class ModelCalls {
    private final ModelRouter router;
    private final SallyportConfig config;

    ModelCalls(ModelRouter router, SallyportConfig config) {
        this.router = router;
        this.config = config;
    }

    int mostEventBytes() {
        return config.limits().event();
    }

    /** Begins a call on the current event-loop context. */
    ModelCall begin(RunRecord run, String client, Catalog catalog, RouteSpec route, Bytes body, CallerReply reply) {
        CallStart start = new CallStart(run.requestId(), route, client, true, run.traceparent(), null);
        ChatRequest chat = ChatRequest.parse(body.array(), Integer.MAX_VALUE >> 16);
        return router.call(
                new CallRequest(start, catalog, chat, Deadline.after(route.timeouts().total())), reply);
    }
}
