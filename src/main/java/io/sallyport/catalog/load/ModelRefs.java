package io.sallyport.catalog.load;

import io.sallyport.catalog.Findings;
import io.sallyport.catalog.ModelSpec;
import io.sallyport.catalog.ProviderSpec;
import io.sallyport.catalog.yaml.YamlNode;
import io.sallyport.core.Nearest;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the models that routes name. */
final class ModelRefs {
    private final Map<String, ProviderSpec> providers;
    private final Findings findings;

    ModelRefs(Map<String, ProviderSpec> providers, Findings findings) {
        this.providers = providers;
        this.findings = findings;
    }

    Optional<ModelSpec> find(YamlNode.Scalar written) {
        return Fields.text(written, findings)
                .filter(ref -> ref.indexOf('/') > 0)
                .flatMap(ref -> find(ref, written));
    }

    private Optional<ModelSpec> find(String ref, YamlNode.Scalar written) {
        String providerName = ref.substring(0, ref.indexOf('/'));
        String modelName = ref.substring(ref.indexOf('/') + 1);
        @Nullable ProviderSpec provider = providers.get(providerName);
        if (provider == null) {
            unknown("There is no provider `" + providerName + "`.", providerName, providers.keySet(), written);
            return Optional.empty();
        }
        @Nullable ModelSpec model = provider.models().get(modelName);
        if (model == null) {
            String what = "The provider `" + providerName + "` has no model `" + modelName + "`.";
            unknown(what, modelName, provider.models().keySet(), written);
        }
        return Optional.ofNullable(model);
    }

    private void unknown(String what, String name, Collection<String> known, YamlNode.Scalar written) {
        String fix = Nearest.to(name, known)
                .map(meant -> "Did you mean `" + meant + "`?")
                .orElse("Declared: " + String.join(", ", known) + ".");
        findings.error(written.place(), what, fix);
    }
}
