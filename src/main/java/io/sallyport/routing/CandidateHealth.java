package io.sallyport.routing;

import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.ModelSpec;
import io.sallyport.catalog.ProviderSpec;
import io.sallyport.catalog.RouteSpec;
import io.sallyport.catalog.RouteSpec.BreakerSpec;
import io.sallyport.resilience.Breaker;
import io.sallyport.resilience.BreakerState;
import io.sallyport.resilience.RetryBudget;
import java.net.URI;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * What this replica knows of its candidates: breakers, cooldowns and retry budgets. It outlives catalogue changes: a candidate that a
 * new catalogue leaves as it was keeps its breaker's state.
 */
final class CandidateHealth {
    private final Map<BreakerKey, Breaker> breakers = new ConcurrentHashMap<>();
    private final Map<String, RetryBudget> budgets = new ConcurrentHashMap<>();
    private final Cooldowns cooldowns = new Cooldowns(System::nanoTime);
    private final BiConsumer<ModelSpec, BreakerState> onBreakerChange;

    CandidateHealth(BiConsumer<ModelSpec, BreakerState> onBreakerChange) {
        this.onBreakerChange = onBreakerChange;
    }

    Breaker breaker(Catalog catalog, ModelSpec model, BreakerSpec spec) {
        BreakerKey key = BreakerKey.of(catalog, model, spec);
        Breaker known = breakers.get(key);
        return known != null ? known : breakers.computeIfAbsent(key, missing -> newBreaker(model, spec));
    }

    private Breaker newBreaker(ModelSpec model, BreakerSpec spec) {
        return new Breaker(model.ref(), spec, state -> onBreakerChange.accept(model, state));
    }

    RetryBudget retryBudget(String provider) {
        RetryBudget known = budgets.get(provider);
        return known != null ? known : budgets.computeIfAbsent(provider, missing -> new RetryBudget(System::nanoTime));
    }

    Cooldowns cooldowns() {
        return cooldowns;
    }

    /** All breakers there are of one model, the settings of different routes apart. */
    Stream<Breaker> breakersOf(String model) {
        return breakers.entrySet().stream()
                .filter(entry -> entry.getKey().model().equals(model))
                .map(Map.Entry::getValue);
    }

    /** Forgets what the new catalogue no longer has; calls under way keep what they hold. */
    void catalogChanged(Catalog catalog) {
        Set<BreakerKey> kept = new HashSet<>();
        Set<String> models = new HashSet<>();
        for (RouteSpec route : catalog.routes().values()) {
            Stream.concat(route.candidates().stream().map(RouteSpec.Candidate::model), route.fallbacks().stream())
                    .forEach(model -> {
                        kept.add(BreakerKey.of(catalog, model, route.breaker()));
                        models.add(model.ref());
                    });
        }
        breakers.keySet().retainAll(kept);
        cooldowns.retain(models);
        budgets.keySet().retainAll(catalog.providers().keySet());
    }

    /** What makes two candidates the same to a breaker: who is asked, where, for what, and how the breaker is set. */
    private record BreakerKey(String model, Optional<URI> baseUrl, String upstreamName, BreakerSpec spec) {
        static BreakerKey of(Catalog catalog, ModelSpec model, BreakerSpec spec) {
            ProviderSpec provider = catalog.providers().get(model.provider());
            Optional<URI> baseUrl = provider == null ? Optional.empty() : provider.baseUrl();
            return new BreakerKey(model.ref(), baseUrl, model.upstreamName(), spec);
        }
    }
}
