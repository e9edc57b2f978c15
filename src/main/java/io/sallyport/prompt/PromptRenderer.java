package io.sallyport.prompt;

import io.sallyport.catalog.PromptSpec;
import io.sallyport.chat.Part;
import java.util.List;
import java.util.Map;

/** Renders a prompt. Pure; may be asked from any thread. */
public interface PromptRenderer {
    /**
     * The messages that open a run.
     *
     * @param input     the caller's parts, which become a user message behind the template unless the template places {@code {{input}}} in a
     *                  user role itself
     * @param variables further values: {@code metadata} of the run by name; label {@code user}
     * @throws io.sallyport.core.ProblemException {@code prompt_variable_missing}, naming the variable
     */
    Opening render(PromptSpec prompt, List<Part> input, Map<String, Object> variables);
}
