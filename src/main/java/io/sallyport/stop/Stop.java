package io.sallyport.stop;

import java.time.Instant;

/**
 * Something that an administrator has stopped.
 *
 * @param name   the name, or a glob over names as permissions have them
 * @param reason why; whoever meets the stop is told
 * @param by     who
 */
public record Stop(StopKind kind, String name, String reason, String by, Instant at) {
    /** How records and problems name it: {@code tool:send_*}. */
    public String target() {
        return kind.label() + ":" + name;
    }

    /** Why, as one sentence for whoever meets it. */
    public String sentence() {
        String said = reason.strip();
        String end = said.endsWith(".") || said.endsWith("!") || said.endsWith("?") ? "" : ".";
        return "An administrator has stopped " + target() + ": " + said + end;
    }
}
