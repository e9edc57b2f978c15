package io.sallyport.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A prompt that new runs use: one file {@code prompts/<agent>/<name>.v<N>.prompt}, chosen by {@code releases.yaml}.
 *
 * @param name        {@code <agent>/<name>}
 * @param version     N
 * @param digest      SHA-256 over canonical front matter, the body with LF line ends, and the partials it uses
 * @param frontMatter as JSON: {@code config}, {@code input}, {@code output}, …
 * @param body        Handlebars, roles included
 * @param partials    by name, those that the body reaches
 */
public record PromptSpec(
        String name, int version, String digest, JsonNode frontMatter, String body, Map<String, String> partials) {
    public PromptSpec {
        partials = Map.copyOf(partials);
    }
}
