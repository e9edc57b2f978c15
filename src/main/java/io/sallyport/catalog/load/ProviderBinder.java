package io.sallyport.catalog.load;

import io.sallyport.catalog.ModelSpec;
import io.sallyport.catalog.ProviderDialect;
import io.sallyport.catalog.ProviderSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Binds {@code providers:}. */
final class ProviderBinder {
    private static final List<String> OF_HTTP = List.of("baseUrl", "apiKey", "headers", "query", "proxy", "caFile");

    private final LoadContext context;
    private final SecretBinder secrets;
    private final ProviderFiles files;

    ProviderBinder(LoadContext context) {
        this.context = context;
        this.secrets = new SecretBinder(context);
        this.files = new ProviderFiles(context);
    }

    Map<String, ProviderSpec> bind(Fields top) {
        Map<String, ProviderSpec> providers = new LinkedHashMap<>();
        top.named("providers").forEach((name, fields) -> providers.put(name, provider(name, fields)));
        return providers;
    }

    private ProviderSpec provider(String name, Fields fields) {
        ProviderDialect dialect = dialect(fields);
        fitting(fields, dialect);
        return new ProviderSpec(
                name,
                dialect,
                Addresses.baseUrl(fields),
                secrets.apiKey(fields),
                secrets.headers(fields),
                secrets.query(fields),
                Addresses.proxy(fields),
                files.caFile(fields),
                files.script(fields),
                models(name, fields));
    }

    private ProviderDialect dialect(Fields fields) {
        String word = fields.text("dialect").orElse("openai");
        if (word.equals("anthropic") || word.equals("langchain4j")) {
            context.findings()
                    .error(
                            fields.at("dialect"),
                            "The dialect `" + word + "` is not in this version.",
                            "Use `openai` or `scripted`; many providers offer an OpenAI-compatible address too.");
        }
        return word.equals("scripted") ? ProviderDialect.SCRIPTED : ProviderDialect.OPENAI;
    }

    private void fitting(Fields fields, ProviderDialect dialect) {
        switch (dialect) {
            case OPENAI -> {
                if (fields.has("dialect") && !fields.has("baseUrl")) {
                    context.findings()
                            .error(
                                    fields.at("baseUrl"),
                                    "The key `baseUrl` is missing.",
                                    "Add the address in front of `/chat/completions`, such as `http://127.0.0.1:11500/v1`.");
                }
                misplaced(fields, "script", "only a scripted provider has one");
            }
            case SCRIPTED -> OF_HTTP.forEach(key -> misplaced(fields, key, "a scripted provider calls nobody"));
        }
    }

    private void misplaced(Fields fields, String key, String why) {
        if (fields.has(key)) {
            context.findings()
                    .error(fields.keyAt(key), "`" + key + "` has no meaning here: " + why + ".", "Remove it.");
        }
    }

    private Map<String, ModelSpec> models(String provider, Fields fields) {
        Map<String, ModelSpec> models = new LinkedHashMap<>();
        fields.named("models").forEach((name, model) -> models.put(name, ModelBinder.bind(provider, name, model)));
        return models;
    }
}
