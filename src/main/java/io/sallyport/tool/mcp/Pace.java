package io.sallyport.tool.mcp;

import java.time.Duration;

/**
 * How long things take that no catalogue says.
 *
 * @param idle     after which a session that nobody uses is ended
 * @param sweep    between two looks for such sessions
 * @param shortest before a stream of announcements is opened again, at first
 * @param longest  the same where it has failed often
 * @param lifetime of one stream of announcements: of one that is dead nobody would hear otherwise
 * @param settle   between two lists that are asked for because of announcements
 */
record Pace(Duration idle, Duration sweep, Duration shortest, Duration longest, Duration lifetime, Duration settle) {
    static final Pace USUAL = new Pace(
            Duration.ofMinutes(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
            Duration.ofSeconds(1));
}
