package io.sallyport.telemetry;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.sallyport.catalog.Catalog;
import java.util.HashSet;
import java.util.Set;

/**
 * Takes series away whose route, provider, model or tool has left the catalogue: a process that lives for months under a catalogue that changes
 * every week would otherwise keep all that there ever was. What a call that began before still reports comes back, until the next change.
 */
final class SeriesThatLeft {
    private static final Set<String> ROUTE = Set.of("route", GenAi.REQUEST_MODEL.getKey());
    private static final Set<String> MODEL = Set.of("model", "from", "to", GenAi.RESPONSE_MODEL.getKey());
    private static final Set<String> TOOL = Set.of("tool");
    private static final Set<String> PROVIDER = Set.of("provider", GenAi.PROVIDER_NAME.getKey());

    private final Set<String> routes;
    private final Set<String> providers;
    private final Set<String> tools;
    private final Set<String> models = new HashSet<>();

    private SeriesThatLeft(Catalog catalog) {
        this.routes = catalog.routes().keySet();
        this.providers = catalog.providers().keySet();
        this.tools = catalog.tools().keySet();
        catalog.providers()
                .values()
                .forEach(provider -> provider.models().values().forEach(model -> models.add(model.ref())));
    }

    static void remove(MeterRegistry registry, Catalog catalog) {
        SeriesThatLeft series = new SeriesThatLeft(catalog);
        registry.getMeters().stream().filter(series::haveLeft).forEach(registry::remove);
    }

    private boolean haveLeft(Meter meter) {
        return Metric.isOurs(meter.getId().getName())
                && meter.getId().getTags().stream().anyMatch(this::isUnknown);
    }

    private boolean isUnknown(Tag tag) {
        String name = tag.getValue();
        return !name.isEmpty()
                && ((ROUTE.contains(tag.getKey()) && !routes.contains(name))
                        || (TOOL.contains(tag.getKey()) && !tools.contains(name))
                        || (MODEL.contains(tag.getKey()) && !models.contains(name))
                        || (PROVIDER.contains(tag.getKey()) && !providers.contains(name)));
    }
}
