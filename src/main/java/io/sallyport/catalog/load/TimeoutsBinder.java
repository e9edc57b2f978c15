package io.sallyport.catalog.load;

import io.sallyport.catalog.RouteSpec.Timeouts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Binds {@code timeouts:}. What is not written is the default, or the total where that is shorter. */
final class TimeoutsBinder {
    private static final List<String> PARTS = List.of("connect", "firstToken", "idle", "attempt");

    private TimeoutsBinder() {}

    static Timeouts bind(Fields fields) {
        Duration total = fields.duration("total").orElse(Timeouts.DEFAULT.total());
        PARTS.forEach(part -> withinTotal(fields, part, total));
        connectWithinAttempt(fields);
        return new Timeouts(
                part(fields, "connect", Timeouts.DEFAULT.connect(), total),
                part(fields, "firstToken", Timeouts.DEFAULT.firstToken(), total),
                part(fields, "idle", Timeouts.DEFAULT.idle(), total),
                fields.duration("attempt"),
                total);
    }

    private static Duration part(Fields fields, String key, Duration usual, Duration total) {
        return fields.duration(key).orElse(usual.compareTo(total) > 0 ? total : usual);
    }

    private static void withinTotal(Fields fields, String key, Duration total) {
        Optional<Duration> part = fields.duration(key).filter(written -> written.compareTo(total) > 0);
        String whose = fields.has("total") ? "" : " (the default)";
        part.ifPresent(written -> fields.findings()
                .error(
                        fields.at(key),
                        "`" + key + "` is " + Durations.write(written) + ", longer than `total`, which is "
                                + Durations.write(total) + whose + ": it could never fire.",
                        "Make `" + key + "` shorter, or `total` longer."));
    }

    private static void connectWithinAttempt(Fields fields) {
        Optional<Duration> attempt = fields.duration("attempt");
        fields.duration("connect")
                .filter(connect -> attempt.filter(a -> connect.compareTo(a) > 0).isPresent())
                .ifPresent(connect -> fields.findings()
                        .error(
                                fields.at("connect"),
                                "`connect` is longer than `attempt`: it could never fire.",
                                "Make `connect` shorter, or `attempt` longer."));
    }
}
