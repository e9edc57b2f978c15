package io.sallyport.provider.openai;

import io.sallyport.catalog.ProviderDialect;
import io.sallyport.provider.ModelProvider;
import io.sallyport.provider.ProviderCall;
import io.sallyport.provider.ProviderListener;
import io.sallyport.provider.ProviderRequest;
import io.vertx.core.impl.ContextInternal;
import jakarta.inject.Singleton;

/** Providers that speak OpenAI's dialect over HTTP. */
@Singleton
public class OpenAiProvider implements ModelProvider {
    private final HttpClients clients;

    OpenAiProvider(HttpClients clients) {
        this.clients = clients;
    }

    @Override
    public ProviderDialect dialect() {
        return ProviderDialect.OPENAI;
    }

    @Override
    public ProviderCall call(ProviderRequest request, ProviderListener listener) {
        ContextInternal context = ContextInternal.current();
        HttpExchange exchange = new HttpExchange(context, clients.of(context, request.provider()), listener);
        exchange.begin(request);
        return exchange;
    }
}
