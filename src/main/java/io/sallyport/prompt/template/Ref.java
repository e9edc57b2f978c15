package io.sallyport.prompt.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path to a value, such as {@code name}, {@code this.name}, {@code ../name} or {@code @index}.
 *
 * @param up    how many contexts it goes up first
 * @param steps members to go into; empty: the context itself; the first may be a datum of a loop, with its {@code @}
 */
public record Ref(int up, List<String> steps, boolean explicit) {
    /** Data of a loop that a template may use. */
    public static final List<String> LOOP = List.of("@index", "@key", "@first", "@last");

    private static final Pattern STEP = Pattern.compile("\\[([^\\]]+)]|([^./\\[\\]]+)");

    public Ref {
        steps = List.copyOf(steps);
    }

    /** From what stands in the tag. */
    static Ref parse(String written) {
        String rest = written;
        int up = 0;
        while (rest.startsWith("../")) {
            up++;
            rest = rest.substring(3);
        }
        if (rest.equals("..")) {
            return new Ref(up + 1, List.of(), true);
        }
        boolean explicit = up > 0 || rest.startsWith("this") || rest.startsWith("./") || rest.equals(".");
        List<String> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(rest);
        while (matcher.find()) {
            steps.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        if (!steps.isEmpty() && steps.getFirst().equals("this")) {
            steps.removeFirst();
        }
        return new Ref(up, steps, explicit);
    }

    /** The one name that it is, where it is just a name. */
    public Optional<String> name() {
        return up == 0 && !explicit && steps.size() == 1 ? Optional.of(steps.getFirst()) : Optional.empty();
    }

    public boolean isLoopDatum() {
        return up == 0 && steps.size() == 1 && steps.getFirst().startsWith("@");
    }
}
