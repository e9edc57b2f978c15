package io.sallyport.chat;

import java.util.Map;
import java.util.Set;

/**
 * What a route says of the top-level fields of the bodies that go over it.
 *
 * @param force values that go to the provider whatever the caller sent, as JSON texts by the field's name
 * @param deny  fields that callers may not send
 */
public record FieldRules(Map<String, String> force, Set<String> deny) {
    public static final FieldRules NONE = new FieldRules(Map.of(), Set.of());

    public FieldRules {
        force = Map.copyOf(force);
        deny = Set.copyOf(deny);
    }

    public boolean isNone() {
        return force.isEmpty() && deny.isEmpty();
    }

    /** The same for a body that the gateway writes itself: what is said to callers does not concern it. */
    public FieldRules forOwn() {
        return new FieldRules(force, Set.of());
    }
}
