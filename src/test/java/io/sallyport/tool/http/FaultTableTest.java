package io.sallyport.tool.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.RouteSpec.BreakerSpec;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.testing.tool.Behaviour;
import io.sallyport.testing.tool.Faults;
import io.sallyport.testing.tool.MisbehavingTool;
import io.sallyport.testing.tool.TestingTool;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolOutcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each class of tool against each fault: what is known afterwards. */
class FaultTableTest {
    private static final Map<String, Behaviour> FAULTS = new LinkedHashMap<>();
    private static final Set<String> NEVER_END = Set.of("silence", "stall200", "stall422", "stall500", "drip");
    private static TestingCalls calls;
    private static MisbehavingTool server;

    static {
        FAULTS.put("well", exchange -> exchange.json(200, "{\"orderId\":\"1\"}"));
        FAULTS.put("resetUnread", Faults.resetUnread());
        FAULTS.put("resetAfterReading", Faults.resetAfterReading());
        FAULTS.put("closeAfterReading", Faults.closeAfterReading());
        FAULTS.put("silence", Faults.silence());
        FAULTS.put("stall200", Faults.stall(200));
        FAULTS.put("stall422", Faults.stall(422));
        FAULTS.put("stall500", Faults.stall(500));
        FAULTS.put("cut200", Faults.cut(200));
        FAULTS.put("cut404", Faults.cut(404));
        FAULTS.put("drip", Faults.drip());
        FAULTS.put("garbage", Faults.garbage());
        FAULTS.put("hugeHeaders", Faults.hugeHeaders());
        FAULTS.put("endless", Faults.endless());
        FAULTS.put("redirectToMetadata", Faults.redirect(302, "http://169.254.169.254/latest/meta-data/"));
        FAULTS.put("redirect307", Faults.redirect(307, "http://127.0.0.1:1/"));
        FAULTS.put("429", Faults.status(429, "Retry-After", "7"));
    }

    @BeforeAll
    static void start() {
        calls = new TestingCalls();
        server = MisbehavingTool.start();
    }

    @AfterAll
    static void stop() {
        calls.close();
        server.close();
    }

    /** Columns: effect none; keyed; queryable; at most once. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            well               | Succeeded                         | Succeeded                    | Succeeded                    | Succeeded
            resetUnread        | Unknown tool_connection_broken    | Unknown tool_connection_broken | Unknown tool_connection_broken | Unknown tool_connection_broken
            resetAfterReading  | Unknown tool_connection_broken    | Unknown tool_connection_broken | Unknown tool_connection_broken | Unknown tool_connection_broken
            closeAfterReading  | Unknown tool_connection_broken    | Unknown tool_connection_broken | Unknown tool_connection_broken | Unknown tool_connection_broken
            silence            | Unknown tool_timeout              | Unknown tool_timeout         | Unknown tool_timeout         | Unknown tool_timeout
            stall200           | Unknown tool_timeout              | Unknown tool_timeout         | Unknown tool_timeout         | Unknown tool_timeout
            stall422           | NotApplied tool_refused           | NotApplied tool_refused      | NotApplied tool_refused      | NotApplied tool_refused
            stall500           | Unknown tool_failed               | Unknown tool_failed          | Unknown tool_failed          | Unknown tool_failed
            cut200             | Unknown tool_connection_broken    | Unknown tool_connection_broken | Unknown tool_connection_broken | Unknown tool_connection_broken
            cut404             | NotApplied tool_refused           | NotApplied tool_refused      | NotApplied tool_refused      | NotApplied tool_refused
            drip               | Unknown tool_timeout              | Unknown tool_timeout         | Unknown tool_timeout         | Unknown tool_timeout
            garbage            | Unknown tool_answer_malformed     | Unknown tool_answer_malformed | Unknown tool_answer_malformed | Unknown tool_answer_malformed
            hugeHeaders        | Unknown tool_answer_malformed     | Unknown tool_answer_malformed | Unknown tool_answer_malformed | Unknown tool_answer_malformed
            endless            | NotApplied output_too_large       | Applied output_too_large     | Applied output_too_large     | Applied output_too_large
            redirectToMetadata | NotApplied tool_refused           | Unknown tool_failed          | Unknown tool_failed          | Unknown tool_failed
            redirect307        | NotApplied tool_refused           | NotApplied tool_refused      | NotApplied tool_refused      | NotApplied tool_refused
            429                | Later tool_busy                   | Later tool_busy              | Later tool_busy              | Later tool_busy
            400                | NotApplied tool_refused           | NotApplied tool_refused      | NotApplied tool_refused      | NotApplied tool_refused
            401                | NotApplied tool_refused           | NotApplied tool_refused      | NotApplied tool_refused      | NotApplied tool_refused
            404                | NotApplied tool_refused           | NotApplied tool_refused      | NotApplied tool_refused      | NotApplied tool_refused
            408                | Unknown tool_failed               | Unknown tool_failed          | Unknown tool_failed          | Unknown tool_failed
            409                | NotApplied tool_refused           | Later tool_busy              | Unknown tool_failed          | Unknown tool_failed
            425                | NotApplied tool_refused           | Later tool_busy              | Unknown tool_failed          | Unknown tool_failed
            500                | Unknown tool_failed               | Unknown tool_failed          | Unknown tool_failed          | Unknown tool_failed
            502                | Unknown tool_failed               | Unknown tool_failed          | Unknown tool_failed          | Unknown tool_failed
            503                | Unknown tool_failed               | Unknown tool_failed          | Unknown tool_failed          | Unknown tool_failed
            """)
    void class_and_fault_decide_what_is_known(String fault, String none, String keyed, String queryable, String once) {
        assertThat(outcome(fault, Effect.NONE, Idempotency.NONE))
                .as("effect none")
                .isEqualTo(none);
        assertThat(outcome(fault, Effect.IRREVERSIBLE, Idempotency.KEYED))
                .as("keyed")
                .isEqualTo(keyed);
        assertThat(outcome(fault, Effect.IRREVERSIBLE, Idempotency.QUERYABLE))
                .as("queryable")
                .isEqualTo(queryable);
        assertThat(outcome(fault, Effect.REVERSIBLE, Idempotency.NONE))
                .as("once")
                .isEqualTo(once);
    }

    private static String outcome(String fault, Effect effect, Idempotency idempotency) {
        server.reset();
        server.always(
                fault.matches("[0-9]+") && !FAULTS.containsKey(fault)
                        ? Faults.status(Integer.parseInt(fault))
                        : FAULTS.get(fault));
        Duration patience = Duration.ofMillis(NEVER_END.contains(fault) ? 150 : 10_000);
        ToolSpec tool = TestingTool.named("t")
                .is(effect, idempotency)
                .timeout(patience)
                .breaker(new BreakerSpec(1000, 1, Duration.ofSeconds(1)))
                .http("POST", server.url("/orders"))
                .spec();
        ToolOutcome outcome = calls.call(tool);
        return switch (outcome) {
            case ToolOutcome.Succeeded fine -> "Succeeded";
            case ToolOutcome.NotApplied(ToolError error) -> "NotApplied " + error.code();
            case ToolOutcome.Applied(ToolError error) -> "Applied " + error.code();
            case ToolOutcome.Later(Duration after, ToolError error) -> "Later " + error.code();
            case ToolOutcome.Unknown(ToolError error) -> "Unknown " + error.code();
            case ToolOutcome.NotSent lost -> "NotSent";
            case ToolOutcome.NeedsInput question -> "NeedsInput";
        };
    }
}
