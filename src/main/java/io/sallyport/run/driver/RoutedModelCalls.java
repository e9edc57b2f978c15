package io.sallyport.run.driver;

import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.RouteSpec;
import io.sallyport.chat.Operation;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.config.SallyportConfig;
import io.sallyport.core.Bytes;
import io.sallyport.dialect.openai.ChatRequest;
import io.sallyport.limit.Spender;
import io.sallyport.resilience.Deadline;
import io.sallyport.routing.CallRequest;
import io.sallyport.routing.CallStart;
import io.sallyport.routing.CallerReply;
import io.sallyport.routing.ModelRouter;
import jakarta.inject.Singleton;
import java.util.Set;

/** Sends a run's conversation through routing: the same path, retries, fallbacks and records as any caller's. */
@Singleton
class RoutedModelCalls implements ModelCalls {
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
    public Runnable begin(
            RunRecord run, String client, Catalog catalog, RouteSpec route, Bytes body, CallerReply reply) {
        // On its creator's account, whose roles nobody knows any more.
        Spender creator = new Spender(run.tenant(), run.client(), Set.of(), run.subject(), run.agent(), run.id());
        CallStart start =
                new CallStart(run.requestId(), route, client, creator, Operation.CHAT, true, run.traceparent(), null);
        ChatRequest chat = ChatRequest.parse(body.array(), Integer.MAX_VALUE >> 16);
        CallRequest request = new CallRequest(
                start, catalog, chat, Deadline.after(route.timeouts().total()));
        return router.call(request, reply)::cancel;
    }
}
