package io.sallyport.core;

import java.util.List;

/**
 * The process cannot or must not start. Each item is one sentence that says what is wrong and how to mend it; all of them are
 * reported at once, and the process exits with 1.
 */
public final class StartRefused extends RuntimeException {
    private final transient List<String> items;

    public StartRefused(String item) {
        this(List.of(item));
    }

    public StartRefused(List<String> items) {
        super(String.join(" ", items), null, false, false);
        this.items = List.copyOf(items);
    }

    /** A refusal whose reason a person may want to look into. */
    public StartRefused(String item, Throwable cause) {
        super(item, cause);
        this.items = List.of(item);
    }

    public List<String> items() {
        return items;
    }
}
