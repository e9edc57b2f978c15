package io.sallyport.catalog.load;

import io.sallyport.core.Nearest;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds the time zone that was probably meant. */
final class TimeZones {
    private TimeZones() {}

    /** By its whole name, or by its city alone. */
    static Optional<String> nearest(String written) {
        Set<String> ids = new TreeSet<>(ZoneId.getAvailableZoneIds());
        Map<String, String> cities = ids.stream()
                .filter(id -> id.matches("(Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)/.*"))
                .collect(Collectors.toMap(TimeZones::city, id -> id, (first, second) -> first));
        Optional<String> city = Optional.ofNullable(cities.get(city(written)));
        return city.or(() -> Nearest.to(written, ids))
                .or(() -> Nearest.to(city(written), cities.keySet()).map(cities::get));
    }

    private static String city(String id) {
        return id.substring(id.lastIndexOf('/') + 1);
    }
}
