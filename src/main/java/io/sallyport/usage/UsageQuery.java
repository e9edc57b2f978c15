package io.sallyport.usage;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is asked of the ledger.
 *
 * @param from    inclusive
 * @param to      exclusive
 * @param zone    in which days and months begin
 * @param groups  what makes a line of its own; none: one sum for each currency
 * @param only    what entries must be, exactly; days and months cannot be asked for so
 * @param skip    lines that are left out at the beginning
 * @param most    lines
 */
public record UsageQuery(
        String tenant,
        Instant from,
        Instant to,
        ZoneId zone,
        List<Dimension> groups,
        Map<Dimension, String> only,
        int skip,
        int most) {
    public UsageQuery {
        groups = List.copyOf(groups);
        only = Map.copyOf(only);
    }

    /** What entries are told apart by. */
    public enum Dimension {
        /** The client. */
        PRINCIPAL,
        AGENT,
        USER,
        ROUTE,
        PROVIDER,
        /** {@code provider/model}, or a tool's name. */
        MODEL,
        WHAT,
        RUN,
        DAY,
        MONTH;

        /** As callers spell it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether it is a part of the calendar. */
        public boolean isTime() {
            return this == DAY || this == MONTH;
        }
    }
}
