package io.sallyport.catalog.load;

import io.sallyport.catalog.ModelSpec;
import io.sallyport.catalog.yaml.YamlNode;
import io.sallyport.chat.Capability;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Binds one entry of {@code models:}. */
final class ModelBinder {
    private ModelBinder() {}

    static ModelSpec bind(String provider, String name, Fields fields) {
        return new ModelSpec(
                provider + "/" + name,
                provider,
                name,
                fields.text("upstreamName").orElse(name),
                fields.whole("contextTokens"),
                fields.whole("maxOutputTokens"),
                fields.whole("maxConcurrent"),
                capabilities(fields),
                fields.isTrue("prefill"),
                PriceBinder.bind(fields));
    }

    private static Optional<Set<Capability>> capabilities(Fields fields) {
        if (!fields.has("capabilities")) {
            return Optional.empty();
        }
        Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
        for (YamlNode item : fields.items("capabilities")) {
            if (item instanceof YamlNode.Scalar scalar) {
                Fields.text(scalar, fields.findings())
                        .flatMap(ModelBinder::capability)
                        .ifPresent(capabilities::add);
            }
        }
        return Optional.of(Set.copyOf(capabilities));
    }

    private static Optional<Capability> capability(String label) {
        return Arrays.stream(Capability.values())
                .filter(capability -> capability.label().equals(label))
                .findFirst();
    }
}
