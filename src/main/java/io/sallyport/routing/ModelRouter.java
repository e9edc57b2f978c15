package io.sallyport.routing;

import io.quarkus.runtime.StartupEvent;
import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.CatalogSource;
import io.sallyport.catalog.ModelSpec;
import io.sallyport.catalog.ProviderDialect;
import io.sallyport.provider.ModelProvider;
import io.sallyport.resilience.RetryGuards;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The way in: routes calls, and shows how the candidates are. */
@Singleton
public class ModelRouter {
    private final RoutingServices services;

    ModelRouter(
            @Any Instance<ModelProvider> adapters,
            @Any Instance<CallObserver> observers,
            RoutingLimits limits,
            DecisionLog decisions,
            Spending spending) {
        CallObserver observer = Observers.of(observers.stream().toList());
        Map<ProviderDialect, ModelProvider> providers = new EnumMap<>(ProviderDialect.class);
        adapters.stream().forEach(adapter -> providers.put(adapter.dialect(), adapter));
        CandidateHealth health = new CandidateHealth(observer::breakerChanged);
        services = new RoutingServices(providers, health, new RetryGuards(), limits, decisions, spending, observer);
    }

    void start(@Observes StartupEvent event, CatalogSource catalog) {
        catalog.onChange(this::catalogChanged);
    }

    private void catalogChanged(Catalog catalog) {
        services.health().catalogChanged(catalog);
        services.decisions().retain(catalog.routes().keySet());
    }

    /** Begins a call on the current event-loop context. */
    public ModelCall call(CallRequest request, CallerReply reply) {
        ModelCall call = new ModelCall(services, request, reply);
        call.begin();
        return call;
    }

    /** How each model of {@code catalog} is, as this replica sees it, in catalogue order. */
    public List<ModelHealth> health(Catalog catalog) {
        return catalog.providers().values().stream()
                .flatMap(provider -> provider.models().values().stream())
                .map(this::health)
                .toList();
    }

    private ModelHealth health(ModelSpec model) {
        return ModelHealth.of(model, services.health());
    }
}
