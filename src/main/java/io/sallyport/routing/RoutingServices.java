package io.sallyport.routing;

import io.sallyport.catalog.ProviderDialect;
import io.sallyport.catalog.ProviderSpec;
import io.sallyport.provider.ModelProvider;
import io.sallyport.resilience.RetryGuards;
import java.util.Map;
import java.util.Objects;

/** What all calls share. */
record RoutingServices(
        Map<ProviderDialect, ModelProvider> providers,
        CandidateHealth health,
        RetryGuards retries,
        RoutingLimits limits,
        DecisionLog decisions,
        Spending spending,
        CallObserver observer) {

    ModelProvider providerOf(ProviderSpec provider) {
        return Objects.requireNonNull(
                providers.get(provider.dialect()),
                () -> "the catalogue let a dialect through that nothing serves: " + provider.dialect());
    }
}
