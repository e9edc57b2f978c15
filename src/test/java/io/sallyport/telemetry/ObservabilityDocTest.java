package io.sallyport.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.sallyport.catalog.CatalogStatus;
import io.sallyport.catalog.LimitSpec;
import io.sallyport.catalog.LimitSpec.Measure;
import io.sallyport.catalog.LimitSpec.Window;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.checkpoint.CommitPoint;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.core.ProblemCode;
import io.sallyport.idempotency.Claims.Claim;
import io.sallyport.idempotency.answer.KeyObserver;
import io.sallyport.limit.AppliedLimit;
import io.sallyport.limit.RateObserver.Judge;
import io.sallyport.resilience.BreakerState;
import io.sallyport.routing.AttemptOutcome;
import io.sallyport.routing.CallObservation;
import io.sallyport.routing.Decision;
import io.sallyport.run.RunObservation;
import io.sallyport.stop.Stops;
import io.sallyport.testing.tool.TestingTool;
import io.sallyport.tool.LookUpOutcome;
import io.sallyport.tool.ToolOutcome;
import io.sallyport.tool.http.TokenObserver.Grant;
import io.sallyport.tool.http.TokenObserver.Outcome;
import io.sallyport.usage.UsageObserver.Dropped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@SuppressWarnings(
        "deprecation") // the registry that the framework's extension provides is Micrometer's older Prometheus one
class ObservabilityDocTest {
    private static final Pattern ROW = Pattern.compile("^\\| `((?:sallyport|gen_ai)_[a-z_]+)`", Pattern.MULTILINE);
    private static final Pattern SCRAPED = Pattern.compile("^# TYPE ((?:sallyport|gen_ai)_\\S+) ", Pattern.MULTILINE);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Test
    void the_table_lists_what_is_scraped_and_nothing_else() throws IOException {
        everythingThatCanHappen();

        assertThat(names(SCRAPED, registry.scrape()).stream()
                        .filter(name -> !name.endsWith("_max"))
                        .collect(Collectors.toSet()))
                .isEqualTo(names(ROW, Files.readString(Path.of("docs", "observability.md"))));
    }

    private void everythingThatCanHappen() {
        var catalog = TestingCalls.catalog();
        BreakerMeters breakers = new BreakerMeters(registry);
        breakers.follow(catalog.current());
        CatalogStatus status = new CatalogStatus("r1", Instant.EPOCH, List.of(), List.of(), List.of());
        new CatalogMeters(registry).follow(catalog, () -> status);
        new ClaimMeters(registry).claimed(Claim.TAKEN);
        new RateMeters(registry)
                .allowed(
                        new AppliedLimit("default", "all", new LimitSpec(Measure.REQUESTS, Window.MINUTE, 1)),
                        Judge.STORE);
        new KeyMeters(registry).asked(KeyObserver.Asked.REPLAYED);
        CallTelemetry telemetry = new CallTelemetry(
                new CallMeters(registry), breakers, new CallTraces(true, OpenTelemetry.noop(), catalog));
        everythingThatCanHappenToTools();
        everythingThatCanHappenToRuns();
        new StreamMeters(registry).opened();
        new StopMeters(registry).follow(new Stops());
        new UsageMeters(registry).dropped(Dropped.FULL);
        telemetry.breakerChanged(TestingCalls.FIRST, BreakerState.OPEN);
        telemetry.retryBudgetExhausted("alpha");
        end(callThatStruggles(telemetry), Decision.Result.COMPLETED, null);
        end(callThatStruggles(telemetry), Decision.Result.FAILED, ProblemCode.PROVIDER_TIMEOUT);
        end(callThatStruggles(telemetry), Decision.Result.FAILED, ProblemCode.BUDGET_EXHAUSTED);
        end(callThatStruggles(telemetry), Decision.Result.CANCELLED, null);
    }

    private void everythingThatCanHappenToTools() {
        ToolTelemetry tools = new ToolTelemetry(new ToolMeters(registry), new ToolTraces(true, OpenTelemetry.noop()));
        ToolSpec tool = TestingTool.named("create_order").spec();
        tools.started(tool, ToolTelemetryTest.ID).ended(new ToolOutcome.NotSent(), 1);
        tools.lookedUp(tool, new LookUpOutcome.NotApplied());
        tools.breakerChanged("create_order", BreakerState.OPEN);
        new TokenMeters(registry).asked(Grant.TOKEN_EXCHANGE, Outcome.ISSUED);
        McpMeters servers = new McpMeters(registry);
        servers.sessionOpened("mail");
        servers.streamOpened("mail");
        servers.listChanged("mail");
    }

    private void everythingThatCanHappenToRuns() {
        RunTelemetry runs = new RunTelemetry(new RunMeters(registry), new RunTraces(true, OpenTelemetry.noop()));
        RunObservation run = runs.claimed(TestingRuns.claimed(null), RunStatus.RUNNING);
        run.committed(CommitPoint.C3_ANSWER, 2_000_000);
        run.unknown("create_order");
        run.ended(RunStatus.COMPLETED, Optional.empty());
        run.lost();
        run.left();
    }

    private static CallObservation callThatStruggles(CallTelemetry telemetry) {
        CallObservation call = telemetry.started(TestingCalls.start(null));
        call.attemptStarted(TestingCalls.FIRST, 1)
                .ended(TestingCalls.attempt(TestingCalls.FIRST, 1, AttemptOutcome.IDLE_TIMEOUT), null);
        call.retrying(TestingCalls.FIRST, AttemptOutcome.IDLE_TIMEOUT);
        call.fellBack(TestingCalls.FIRST, TestingCalls.SECOND);
        call.firstToken(TestingCalls.SECOND, 12_000_000);
        return call;
    }

    private static void end(CallObservation call, Decision.Result result, ProblemCode code) {
        call.ended(TestingCalls.decision(result, code), TestingCalls.SECOND, TestingCalls.USAGE, "stop");
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(row -> row.group(1)).collect(Collectors.toSet());
    }
}
