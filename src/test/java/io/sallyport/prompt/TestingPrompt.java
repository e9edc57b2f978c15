package io.sallyport.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.Finding;
import io.sallyport.catalog.Findings;
import io.sallyport.catalog.Place;
import io.sallyport.catalog.PromptCheck;
import io.sallyport.catalog.PromptSpec;
import io.sallyport.chat.Label;
import io.sallyport.chat.Message;
import io.sallyport.chat.Part;
import io.sallyport.core.Sha256;
import io.sallyport.core.json.Json;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A prompt that a test writes, checks and renders. */
final class TestingPrompt {
    private final String body;
    private final Map<String, String> partials = new HashMap<>();
    private final Map<String, Object> variables = new LinkedHashMap<>();
    private JsonNode frontMatter = Json.object();

    private TestingPrompt(String body) {
        this.body = body;
    }

    static TestingPrompt of(String body) {
        return new TestingPrompt(body);
    }

    TestingPrompt partial(String name, String text) {
        partials.put(name, text);
        return this;
    }

    TestingPrompt front(String json) {
        frontMatter = Json.parse(json.replace('\'', '"')).orElseThrow();
        return this;
    }

    TestingPrompt with(String name, Object value) {
        variables.put(name, value);
        return this;
    }

    /** What is wrong with it, in reading order. */
    List<Finding> faults() {
        Findings findings = new Findings();
        Map<String, PromptCheck.Partial> known = new HashMap<>();
        partials.forEach((name, text) -> known.put(name, new PromptCheck.Partial("_" + name + ".prompt", text)));
        var reached = new TemplateCheck()
                .check(
                        new PromptCheck.Source(
                                "main.v1.prompt", frontMatter, Place.wholeFile("main.v1.prompt"), body, 1, known),
                        findings);
        assert partials.keySet().containsAll(reached);
        return findings.errors();
    }

    Opening open(String... input) {
        String digest = Sha256.of(body + frontMatter + partials).hex();
        PromptSpec spec = new PromptSpec("desk/main", 1, digest, frontMatter, body, partials);
        List<Part> parts = Arrays.stream(input)
                .map(text -> (Part) new Part.Text(text, Label.USER))
                .toList();
        return new DotpromptRenderer().render(spec, parts, variables);
    }

    /** The messages as text: {@code role: system"words"user"words"}. */
    List<String> render(String... input) {
        return open(input).messages().stream().map(TestingPrompt::text).toList();
    }

    private static String text(Message message) {
        return message.role().label() + ": "
                + message.parts().stream()
                        .map(part -> switch (part) {
                            case Part.Text(String text, Label label) -> label + "[" + text + "]";
                            case Part.Image(String url, Label label) -> label + "<" + url + ">";
                        })
                        .collect(Collectors.joining());
    }
}
