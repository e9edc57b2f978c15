package io.sallyport.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sallyport.tool.mcp.McpObserver;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Sessions with MCP servers, and what these announce. Labels are names of the catalogue. */
@Singleton
final class McpMeters implements McpObserver {
    private final MeterRegistry registry;
    private final Map<String, AtomicInteger> sessions = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> streams = new ConcurrentHashMap<>();

    McpMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void sessionOpened(String server) {
        number(sessions, Metric.MCP_SESSIONS, server).incrementAndGet();
    }

    @Override
    public void sessionEnded(String server) {
        number(sessions, Metric.MCP_SESSIONS, server).decrementAndGet();
    }

    @Override
    public void streamOpened(String server) {
        number(streams, Metric.MCP_STREAMS, server).incrementAndGet();
    }

    @Override
    public void streamEnded(String server) {
        number(streams, Metric.MCP_STREAMS, server).decrementAndGet();
    }

    @Override
    public void listChanged(String server) {
        Metric.MCP_LIST_CHANGES.counter(registry, "server", server).increment();
    }

    private AtomicInteger number(Map<String, AtomicInteger> numbers, Metric metric, String server) {
        return numbers.computeIfAbsent(server, first -> {
            AtomicInteger number = new AtomicInteger();
            var _ = Gauge.builder(metric.label(), number, AtomicInteger::get)
                    .description(metric.help())
                    .tag("server", server)
                    .register(registry);
            return number;
        });
    }
}
