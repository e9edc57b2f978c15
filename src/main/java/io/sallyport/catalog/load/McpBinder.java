package io.sallyport.catalog.load;

import io.sallyport.catalog.McpServerSpec;
import io.sallyport.catalog.RouteSpec.BreakerSpec;
import io.sallyport.catalog.ToolBinding.Auth;
import io.sallyport.catalog.ToolBinding.Http;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Binds {@code mcp.yaml}, which need not be there: where remote MCP servers are, and what protects us from each. */
final class McpBinder {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration REFRESH = Duration.ofMinutes(1);
    private static final Duration LONGEST_REFRESH = Duration.ofHours(1);

    /** The protocol's own. */
    private static final Set<String> OURS = Set.of("mcp-session-id", "mcp-protocol-version", "last-event-id");

    private final EndpointBinder endpoints;

    McpBinder(LoadContext context) {
        this.endpoints = new EndpointBinder(context, Map.of());
    }

    /** All that could be bound, by name. */
    Map<String, McpServerSpec> bind(Fields top) {
        Map<String, McpServerSpec> servers = new LinkedHashMap<>();
        top.named("servers").forEach((name, fields) -> server(name, fields).ifPresent(it -> servers.put(name, it)));
        return servers;
    }

    /** One server; the same fields say it in {@code mcp.yaml} and in a revision. */
    Optional<McpServerSpec> server(String name, Fields fields) {
        Optional<Http> endpoint = endpoints.http(fields);
        endpoint.ifPresent(http -> check(http, fields));
        return endpoint.map(http -> new McpServerSpec(
                name,
                http,
                atMost(LONGEST_TIMEOUT, "timeout", fields).orElse(TIMEOUT),
                atMost(LONGEST_REFRESH, "refresh", fields).orElse(REFRESH),
                fields.whole("maxConcurrent").orElse(ToolBinder.MAX_CONCURRENT),
                fields.has("breaker") ? RetryBinder.breaker(fields.fields("breaker")) : BreakerSpec.DEFAULT));
    }

    private static void check(Http http, Fields fields) {
        if (!http.url().names().isEmpty()) {
            fields.findings()
                    .error(
                            fields.at("url"),
                            "The address of a server is the same for all calls: nothing is filled in.",
                            "Remove the `{name}`.");
        }
        if (http.auth() != Auth.NONE && UrlRules.isReadable(http.url().origin())) {
            fields.findings()
                    .warning(
                            fields.at("url"),
                            "A token would cross the network readable.",
                            "Use an address of https://.");
        }
        Fields headers = fields.fields("headers");
        headers.entries().keySet().stream()
                .filter(name -> OURS.contains(name.toLowerCase(Locale.ROOT)))
                .forEach(name -> fields.findings()
                        .error(
                                headers.keyAt(name),
                                "The header `" + name + "` is set by the gateway itself.",
                                "Remove it."));
    }

    private static Optional<Duration> atMost(Duration longest, String key, Fields fields) {
        Optional<Duration> written = fields.duration(key);
        if (written.filter(one -> one.compareTo(longest) > 0).isPresent()) {
            fields.findings()
                    .error(
                            fields.at(key),
                            "This is longer than `" + Durations.write(longest) + "`.",
                            "Make it shorter.");
        }
        return written;
    }
}
