package io.sallyport.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Routes to one and the same model under more and more limits, none of which is ever reached: what is measured is asking. */
final class Limits {
    static final String NONE = "no-limit";

    /** By the route's alias, which is also the column's name. */
    static final Map<String, String> ROUTES = routesByAlias();

    private static final int WARM_UP_SECONDS = 12;

    private Limits() {}

    private static Map<String, String> routesByAlias() {
        Map<String, String> routes = new LinkedHashMap<>();
        routes.put(NONE, "");
        routes.put("one-rate", "requestsPerMinute: 100000000");
        routes.put("one-budget", "costPerMonth: 1000000");
        routes.put(
                "five-limits",
                "requestsPerSecond: 1000000, requestsPerMinute: 50000000, concurrent: 10000,"
                        + " tokensPerMinute: 1000000000, costPerMonth: 1000000");
        return Collections.unmodifiableMap(routes);
    }

    static String routes() {
        return ROUTES.entrySet().stream()
                .map(route -> Gateway.route(route.getKey(), Wire.WHOLE, limits(route.getValue())))
                .collect(Collectors.joining());
    }

    private static String limits(String which) {
        return which.isEmpty() ? "" : "    limits: { " + which + " }\n";
    }

    static List<Measure> measures(Plan plan) {
        return List.of(
                new Measure("whole answers, c=1", target -> Measures.latency(target, plan.seconds())),
                new Measure("whole answers, c=32", target -> Measures.throughput(target, plan.seconds())));
    }

    static List<Measure> warmUp() {
        return List.of(new Measure("whole answers, c=32", target -> Measures.throughput(target, WARM_UP_SECONDS)));
    }

    static final List<Row> ROWS = List.of(
            Row.median("c=1 latency p50, µs", "", Measures.LATENCY_P50),
            Row.median("c=1 latency p99, µs", "", Measures.LATENCY_P99),
            Row.added("c=1 added to no limit p50, µs", "", Measures.LATENCY_P50, NONE),
            Row.added("c=1 added to no limit p99, µs", "", Measures.LATENCY_P99, NONE),
            Row.median("c=32 requests/s", "", Measures.RATE),
            Row.ratio("c=32 of no limit", "", Measures.RATE, NONE),
            Row.median("requests per CPU-second", "", Measures.PER_CPU_SECOND),
            Row.median("CPU-µs of the gateway a request", "", Measures.CPU_MICROS),
            Row.added("CPU-µs added to no limit", "", Measures.CPU_MICROS, NONE),
            Row.sum("requests failed", "0", Measures.ERRORS));
}
