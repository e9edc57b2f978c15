package io.sallyport.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sallyport.chat.Label;
import io.sallyport.prompt.template.Ref;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What names mean at one place of a template.
 *
 * @param value  the context
 * @param label  whose words are in it, where that does not depend on the name
 * @param loop   data of the loop around it
 * @param parent the context outside
 */
record Scope(
        JsonNode value,
        @Nullable Label label,
        Map<String, JsonNode> loop,
        @Nullable Scope parent) {

    /** A value with whose words it holds. */
    record Found(JsonNode value, Label label) {
        static final Found NOTHING = new Found(MissingNode.getInstance(), Label.SYSTEM);

        boolean isThere() {
            return !value.isMissingNode() && !value.isNull();
        }

        /** As conditions see it: nothing, {@code false}, zero, and empty texts and lists are not. */
        boolean holds() {
            return switch (value.getNodeType()) {
                case MISSING, NULL -> false;
                case BOOLEAN -> value.booleanValue();
                case NUMBER -> value.decimalValue().signum() != 0;
                case STRING -> !value.textValue().isEmpty();
                case ARRAY -> !value.isEmpty();
                default -> true;
            };
        }
    }

    /** @param labels whose words the outermost names stand for */
    Found find(Ref ref, Map<String, Label> labels) {
        Scope scope = this;
        for (int i = 0; i < ref.up(); i++) {
            if (scope.parent == null) {
                return Found.NOTHING;
            }
            scope = scope.parent;
        }
        if (ref.isLoopDatum()) {
            @Nullable JsonNode datum = scope.loop.get(ref.steps().getFirst());
            return datum == null
                    ? Found.NOTHING
                    : new Found(datum, scope.labelOf(ref.steps().getFirst()));
        }
        JsonNode here = scope.value;
        for (String step : ref.steps()) {
            here = here.isArray() && step.matches("[0-9]{1,6}") ? here.path(Integer.parseInt(step)) : here.path(step);
        }
        return new Found(here, scope.labelOf(ref, labels));
    }

    /** Positions are ours; a name is a word of whoever made the object. */
    private Label labelOf(String datum) {
        return datum.equals("@key") && label != null ? label : Label.SYSTEM;
    }

    private Label labelOf(Ref ref, Map<String, Label> labels) {
        if (label != null) {
            return label;
        }
        return ref.steps().isEmpty()
                ? Label.USER
                : labels.getOrDefault(ref.steps().getFirst(), Label.USER);
    }

    /** The context of a block over {@code found}. */
    Scope inside(Found found, Map<String, JsonNode> data) {
        return new Scope(found.value(), found.label(), data, this);
    }
}
