package io.sallyport.prompt;

import io.sallyport.catalog.Findings;
import io.sallyport.catalog.PromptCheck;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Holds templates against what can be rendered safely. */
@Singleton
public final class TemplateCheck implements PromptCheck {
    private static final Pattern PARTIAL = Pattern.compile("\\{\\{~?>\\s*([A-Za-z0-9_-]+)");

    @Override
    public Set<String> check(Source prompt, Findings findings) {
        Set<String> reached = new LinkedHashSet<>();
        Deque<String> texts = new ArrayDeque<>(Set.of(prompt.body()));
        while (!texts.isEmpty()) {
            PARTIAL.matcher(texts.remove())
                    .results()
                    .map(found -> found.group(1))
                    .forEach(name -> {
                        @Nullable Partial partial = prompt.partials().get(name);
                        if (partial != null && reached.add(name)) {
                            texts.add(partial.body());
                        }
                    });
        }
        return reached;
    }
}
