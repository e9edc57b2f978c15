package io.sallyport.run.machine;

import java.util.List;

/** What an event leads to. */
public record Transition(RunState state, List<Effect> effects) {
    public Transition {
        effects = List.copyOf(effects);
    }
}
