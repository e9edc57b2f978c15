package io.sallyport.prompt;

import io.sallyport.catalog.PromptSpec;
import io.sallyport.prompt.template.Node;
import io.sallyport.prompt.template.Ref;
import io.sallyport.prompt.template.TemplateReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A prompt, read. */
record Prepared(String name, Declared declared, List<Node> body, Map<String, List<Node>> partials) {
    Prepared {
        body = List.copyOf(body);
        partials = Map.copyOf(partials);
    }

    static Prepared of(PromptSpec prompt) {
        Map<String, List<Node>> partials = new HashMap<>();
        prompt.partials()
                .forEach((name, text) ->
                        partials.put(name, TemplateReader.read(text).nodes()));
        try {
            return new Prepared(
                    prompt.name(),
                    Declared.of(prompt.frontMatter()),
                    TemplateReader.read(prompt.body()).nodes(),
                    partials);
        } catch (Picoschema.Unreadable e) {
            throw new IllegalStateException("a prompt that was released cannot be read: " + prompt.name(), e);
        }
    }

    boolean placesInput(Ref ref, boolean outermost) {
        return outermost
                && ref.name().filter(TemplateRules.INPUT::equals).isPresent()
                && !declared.names().contains(TemplateRules.INPUT);
    }
}
