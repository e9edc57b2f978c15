package io.sallyport.catalog.load;

import io.sallyport.catalog.LimitSpec.Measure;
import io.sallyport.catalog.LimitSpec.Window;
import java.util.Arrays;
import java.util.List;

/** The keys of {@code limits:}: {@code <measure>Per<Window>} and {@code concurrent}. */
final class LimitKeys {
    static final String PER_USER = "perUser";

    /** All there are, the shorter windows of a measure first. */
    static final List<Key> ALL = Arrays.stream(Measure.values())
            .flatMap(measure -> Arrays.stream(Window.values()).map(window -> new Key(measure, window)))
            .filter(LimitKeys::makesSense)
            .toList();

    private LimitKeys() {}

    record Key(Measure measure, Window window) {
        String name() {
            return measure.word() + window.suffix();
        }
    }

    /** Money has windows of the calendar, which begin at an hour at the shortest. */
    private static boolean makesSense(Key key) {
        return switch (key.measure()) {
            case CONCURRENT -> key.window() == Window.NOW;
            case COST -> key.window().compareTo(Window.HOUR) >= 0;
            case REQUESTS, INPUT_TOKENS, OUTPUT_TOKENS, TOKENS -> key.window() != Window.NOW;
        };
    }
}
