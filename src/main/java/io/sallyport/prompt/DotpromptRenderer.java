package io.sallyport.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sallyport.catalog.PromptSpec;
import io.sallyport.chat.Label;
import io.sallyport.chat.Part;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.json.Json;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Renders Dotprompt. Templates are read once for each digest. */
@Singleton
public final class DotpromptRenderer implements PromptRenderer {
    private static final int REMEMBERED = 500;

    private final Cache<String, Prepared> prepared =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    @Override
    public Opening render(PromptSpec prompt, List<Part> input, Map<String, Object> variables) {
        Prepared ready = prepared.get(prompt.digest(), digest -> Prepared.of(prompt));
        Declared declared = ready.declared();
        ObjectNode values = Json.object();
        Map<String, Label> labels = new HashMap<>();
        declared.defaults().forEach((name, value) -> put(values, labels, name, value, Label.SYSTEM));
        variables.forEach((name, value) -> put(values, labels, name, Values.json(value), Label.USER));
        declared.constants().forEach((name, value) -> put(values, labels, name, value, Label.SYSTEM));
        for (String name : declared.required()) {
            if (values.path(name).isMissingNode() && !name.equals(TemplateRules.INPUT)) {
                throw missing(prompt.name(), name);
            }
        }
        return new Rendering(ready, input, labels).run(values);
    }

    private static void put(ObjectNode values, Map<String, Label> labels, String name, JsonNode value, Label label) {
        values.set(name, value);
        labels.put(name, label);
    }

    static RuntimeException missing(String prompt, String name) {
        return Problem.of(
                        ProblemCode.PROMPT_VARIABLE_MISSING,
                        "The prompt `" + prompt + "` needs the variable `" + name + "`, and nobody has given it.",
                        "Send it in `metadata`.")
                .at("metadata." + name)
                .with("variable", name)
                .exception();
    }
}
