package io.sallyport.crash.witness;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How each tool is to behave towards the next calls; well, unless it was told otherwise. */
final class Moods {
    private final Map<String, Told> byTool = new ConcurrentHashMap<>();

    /** What a tool does with a call. */
    enum Mood {
        /** Acts and answers. */
        WELL,
        /** Acts, and resets the connection. */
        RESET,
        /** Acts, and answers late. */
        SLOW,
        /** Acts late, and answers then: a write that was long on its way. */
        LATE
    }

    /** A mood for so many calls. */
    private record Told(Mood mood, int calls, long delayMillis) {}

    /** What is to be done with one call. */
    record Turn(Mood mood, long delayMillis) {}

    void tell(String tool, Mood mood, int calls, long delayMillis) {
        byTool.put(tool, new Told(mood, calls, delayMillis));
    }

    Turn next(String tool) {
        Turn[] turn = {new Turn(Mood.WELL, 0)};
        byTool.computeIfPresent(tool, (name, told) -> {
            turn[0] = new Turn(told.mood(), told.delayMillis());
            return told.calls() > 1 ? new Told(told.mood(), told.calls() - 1, told.delayMillis()) : null;
        });
        return turn[0];
    }
}
