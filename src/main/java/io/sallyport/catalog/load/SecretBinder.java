package io.sallyport.catalog.load;

import io.sallyport.catalog.yaml.Text;
import io.sallyport.catalog.yaml.YamlNode;
import io.sallyport.core.Secret;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Binds what is sent to others and what nobody else may see. */
final class SecretBinder {
    private static final Set<String> OURS =
            Set.of("host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer");

    private final LoadContext context;

    SecretBinder(LoadContext context) {
        this.context = context;
    }

    Secret<String> apiKey(Fields provider) {
        return provider.scalar("apiKey").map(this::secret).orElseGet(() -> Secret.of(""));
    }

    /** Empty where nothing is written, or what is written comes to nothing, as {@code ${SECRET:}} may. */
    Optional<Secret<String>> optional(Fields fields, String key) {
        return fields.scalar(key)
                .filter(scalar -> scalar.text().known().filter(String::isEmpty).isEmpty())
                .map(this::secret);
    }

    Map<String, Secret<String>> headers(Fields provider) {
        return headers(provider, Set.of());
    }

    /** @param reserved more names, in lower case, that are not for a manifest */
    Map<String, Secret<String>> headers(Fields holder, Set<String> reserved) {
        Fields headers = holder.fields("headers");
        headers.entries().keySet().stream()
                .filter(name -> OURS.contains(name.toLowerCase(Locale.ROOT))
                        || reserved.contains(name.toLowerCase(Locale.ROOT)))
                .forEach(name -> context.findings()
                        .error(
                                headers.keyAt(name),
                                "The header `" + name + "` is set by the gateway itself.",
                                "Remove it."));
        return secrets(headers);
    }

    Map<String, Secret<String>> query(Fields provider) {
        return secrets(provider.fields("query"));
    }

    private Map<String, Secret<String>> secrets(Fields fields) {
        Map<String, Secret<String>> secrets = new LinkedHashMap<>();
        fields.entries()
                .keySet()
                .forEach(name -> fields.scalar(name).ifPresent(scalar -> secrets.put(name, secret(scalar))));
        return secrets;
    }

    private Secret<String> secret(YamlNode.Scalar scalar) {
        Text text = scalar.text();
        if (text.shown().chars().anyMatch(Character::isISOControl)) {
            context.findings()
                    .error(scalar.place(), "The value holds a line break or another control character.", "Remove it.");
        }
        text.files().forEach(file -> present(file, scalar));
        return context.secrets().of(text);
    }

    private void present(Path file, YamlNode.Scalar scalar) {
        context.secretFiles().add(file);
        if (!context.secrets().known(file)) {
            context.findings()
                    .error(
                            scalar.place(),
                            "The secret's file `" + file + "` is missing, unreadable, empty or not one line of text.",
                            "Put the secret there, or name another file.");
        }
    }
}
