package io.sallyport.catalog.load;

import io.sallyport.catalog.LimitRules;
import io.sallyport.catalog.LimitRules.OnStoreLoss;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Binds {@code limits.yaml}, which need not be there. */
final class LimitRulesBinder {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final LimitsBinder limits;
    private final List<Reached> reached;

    /** @param reached whatever anybody may come to */
    LimitRulesBinder(LimitsBinder limits, List<Reached> reached) {
        this.limits = limits;
        this.reached = reached;
    }

    LimitRules bind(Fields top) {
        Fields fields = top.fields("limits");
        LimitRules usual = LimitRules.DEFAULT;
        return new LimitRules(
                fields.text("timeZone")
                        .flatMap(written -> zone(written, fields))
                        .orElse(usual.zone()),
                Words.read(fields, "onStoreLoss", OnStoreLoss.values()).orElse(usual.onStoreLoss()),
                maxWait(fields).orElse(usual.maxWait()),
                limits.bind(fields.fields("all"), reached));
    }

    private static Optional<Duration> maxWait(Fields fields) {
        Optional<Duration> written = fields.duration("wait");
        if (written.filter(wait -> wait.compareTo(LONGEST_WAIT) > 0).isPresent()) {
            fields.findings()
                    .error(
                            fields.at("wait"),
                            "A request would hold its connection for longer than `" + Durations.write(LONGEST_WAIT)
                                    + "`, and its caller is told when to come back anyway.",
                            "Make it `" + Durations.write(LONGEST_WAIT) + "` or shorter.");
        }
        return written;
    }

    private static Optional<ZoneId> zone(String written, Fields fields) {
        try {
            return Optional.of(ZoneId.of(written));
        } catch (DateTimeException e) {
            fields.findings()
                    .error(
                            fields.at("timeZone"),
                            "There is no time zone `" + written + "`.",
                            TimeZones.nearest(written)
                                    .map(meant -> "Did you mean `" + meant + "`?")
                                    .orElse("Use a name of the IANA database, such as `Europe/Berlin`, or `UTC`."));
            return Optional.empty();
        }
    }
}
