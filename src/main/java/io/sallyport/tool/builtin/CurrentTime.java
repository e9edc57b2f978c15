package io.sallyport.tool.builtin;

import io.sallyport.core.Names;
import io.sallyport.core.Nearest;
import io.sallyport.core.json.Json;
import io.sallyport.tool.ToolAttempt;
import io.sallyport.tool.ToolErrors;
import io.sallyport.tool.ToolOutcome;
import io.sallyport.tool.ToolOutcome.NotApplied;
import io.sallyport.tool.ToolOutcome.Succeeded;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code current_time}: the time to the second, with its offset, in a zone of the IANA data base. */
@Singleton
final class CurrentTime implements BuiltInTool {
    private final InstantSource clock;

    @Inject
    CurrentTime() {
        this(InstantSource.system());
    }

    CurrentTime(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "current_time";
    }

    @Override
    public Uni<ToolOutcome> call(ToolAttempt attempt) {
        String zone = attempt.request().arguments().path("zone").asText("UTC");
        return Uni.createFrom().item(zone(zone).map(this::now).orElseGet(() -> unknown(zone)));
    }

    private static Optional<ZoneId> zone(String name) {
        try {
            return Optional.of(ZoneId.of(name));
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }

    private ToolOutcome now(ZoneId zone) {
        ZonedDateTime now = clock.instant().atZone(zone).truncatedTo(ChronoUnit.SECONDS);
        return new Succeeded(
                Json.object()
                        .put("time", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(now))
                        .put("zone", zone.getId())
                        .put("weekday", now.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH)),
                List.of());
    }

    private static ToolOutcome unknown(String zone) {
        String fix = Nearest.to(zone, ZoneId.getAvailableZoneIds())
                .map(meant -> "Did you mean `" + meant + "`?")
                .orElse("Name a zone of the IANA data base, such as Europe/Paris.");
        return new NotApplied(
                ToolErrors.invalidArguments("There is no time zone `" + Names.shown(zone) + "`.", fix, "/zone"));
    }
}
