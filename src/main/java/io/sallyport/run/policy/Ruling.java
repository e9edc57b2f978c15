package io.sallyport.run.policy;

import io.sallyport.run.machine.RunEvent;
import java.util.List;

/** What the policy says about a call. */
public sealed interface Ruling {
    /** The rule that decided, as the journal has it. */
    String rule();

    /** It may be made. */
    record Free(String rule) implements Ruling {}

    /** A person has to agree: these arguments hold untrusted words. */
    record Ask(String rule, List<RunEvent.Origin> origins) implements Ruling {
        public Ask {
            origins = List.copyOf(origins);
        }
    }
}
