package io.sallyport.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;

/** Knows whether a template can be rendered, and rendered safely. The catalogue reads prompts' files, and knows nothing of templates. */
@FunctionalInterface
public interface PromptCheck {
    /**
     * Adds what is wrong with the prompt.
     *
     * @return the names of the partials that its body reaches
     */
    Set<String> check(Source prompt, Findings findings);

    /**
     * A prompt as it is written.
     *
     * @param file        what its file is called in findings
     * @param frontMatter as JSON, valid against the published schema
     * @param schemaPlace where {@code input.schema} is, or would be
     * @param body        LF line ends
     * @param bodyLine    the line of the file in which the body begins, from 1
     * @param partials    by name, all that it may use
     */
    record Source(
            String file,
            JsonNode frontMatter,
            Place schemaPlace,
            String body,
            int bodyLine,
            Map<String, Partial> partials) {
        public Source {
            partials = Map.copyOf(partials);
        }
    }

    /**
     * A piece that prompts share.
     *
     * @param file what its file is called in findings
     * @param body LF line ends
     */
    record Partial(String file, String body) {}
}
