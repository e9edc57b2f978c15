package io.sallyport.prompt;

import io.sallyport.catalog.Findings;
import io.sallyport.catalog.Place;
import io.sallyport.catalog.PromptCheck;
import io.sallyport.core.Nearest;
import io.sallyport.prompt.template.Fault;
import io.sallyport.prompt.template.Spot;
import io.sallyport.prompt.template.Template;
import io.sallyport.prompt.template.TemplateReader;
import jakarta.inject.Singleton;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds prompts against what can be rendered, and rendered safely. */
@Singleton
public final class TemplateCheck implements PromptCheck {
    @Override
    public Set<String> check(Source prompt, Findings findings) {
        Set<String> reached = new LinkedHashSet<>();
        Optional<Declared> declared = declared(prompt, findings);
        Template body = TemplateReader.read(prompt.body());
        Text text = new Text(prompt.file(), prompt.bodyLine(), findings);
        if (!body.faults().isEmpty()) {
            body.faults().forEach(text::say);
        } else if (declared.isPresent()) {
            new TemplateRules(declared.get(), name -> partial(prompt, name, reached, findings), text)
                    .body(body.nodes());
        }
        return reached;
    }

    private static Optional<Declared> declared(Source prompt, Findings findings) {
        try {
            return Optional.of(Declared.of(prompt.frontMatter()));
        } catch (Picoschema.Unreadable e) {
            findings.error(
                    prompt.schemaPlace(),
                    String.valueOf(e.getMessage()),
                    "Write Picoschema, or a JSON Schema with `type: object`.");
            return Optional.empty();
        }
    }

    /** The partial's tree; what is wrong with the partial itself is told the first time. */
    private static Optional<TemplateRules.Piece> partial(
            Source prompt, String name, Set<String> reached, Findings findings) {
        @Nullable Partial partial = prompt.partials().get(name);
        if (partial == null) {
            return Optional.empty();
        }
        Template template = TemplateReader.read(partial.body());
        Text text = new Text(partial.file(), 1, findings);
        if (reached.add(name)) {
            template.faults().forEach(text::say);
        }
        return Optional.of(new TemplateRules.Piece(template.nodes(), text));
    }

    /** A file in which faults are found. */
    record Text(String file, int firstLine, Findings findings) {
        void say(Fault fault) {
            say(fault.spot(), fault.what(), fault.fix());
        }

        void say(Spot spot, String what, String fix) {
            findings.error(Place.wholeFile(file).moved(firstLine + spot.line() - 1, spot.column()), what, fix);
        }
    }

    static String nearest(String name, Set<String> known) {
        return Nearest.to(name, known)
                .map(meant -> "Did you mean `" + meant + "`?")
                .orElse("Declare it in `input.schema`.");
    }
}
