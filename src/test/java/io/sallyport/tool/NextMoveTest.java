package io.sallyport.tool;

import static io.sallyport.tool.Happened.LATER;
import static io.sallyport.tool.Happened.LOOKED_UP_NOT_APPLIED;
import static io.sallyport.tool.Happened.LOOK_UP_FAILED;
import static io.sallyport.tool.Happened.NOT_REACHED;
import static io.sallyport.tool.Happened.OWNER_LOST;
import static io.sallyport.tool.Happened.REFUSED;
import static io.sallyport.tool.Happened.UNKNOWN;
import static io.sallyport.tool.NextMove.CALL_AGAIN;
import static io.sallyport.tool.NextMove.GIVE_UP;
import static io.sallyport.tool.NextMove.LOOK_UP;
import static io.sallyport.tool.NextMove.SETTLE_UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.catalog.ToolSpec.OnNotApplied;
import io.sallyport.core.json.Json;
import io.sallyport.testing.tool.TestingTool;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextMoveTest {
    private static final Duration YOUNG = Duration.ofMinutes(1);
    private static final Duration EXPIRED = Duration.ofHours(24);

    private static ToolSpec tool(Effect effect, Idempotency idempotency) {
        return TestingTool.named("t")
                .is(effect, idempotency)
                .onNotApplied(OnNotApplied.CALL)
                .retry(3)
                .spec();
    }

    /** The columns: a fresh call; one whose retries are used up; one whose key has expired; one with an earlier attempt in doubt. */
    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            NONE         | NONE          | OWNER_LOST             | CALL_AGAIN     | CALL_AGAIN     | CALL_AGAIN     | CALL_AGAIN
            NONE         | NONE          | UNKNOWN                | CALL_AGAIN     | GIVE_UP        | CALL_AGAIN     | CALL_AGAIN
            NONE         | NONE          | LATER                  | CALL_AGAIN     | GIVE_UP        | CALL_AGAIN     | CALL_AGAIN
            NONE         | NONE          | NOT_REACHED            | GIVE_UP        | GIVE_UP        | GIVE_UP        | GIVE_UP
            NONE         | NONE          | REFUSED                | GIVE_UP        | GIVE_UP        | GIVE_UP        | GIVE_UP
            NONE         | KEYED         | OWNER_LOST             | CALL_AGAIN     | CALL_AGAIN     | CALL_AGAIN     | CALL_AGAIN
            NONE         | QUERYABLE     | UNKNOWN                | CALL_AGAIN     | GIVE_UP        | CALL_AGAIN     | CALL_AGAIN
            IRREVERSIBLE | TRANSACTIONAL | OWNER_LOST             | CALL_AGAIN     | CALL_AGAIN     | CALL_AGAIN     | CALL_AGAIN
            IRREVERSIBLE | TRANSACTIONAL | UNKNOWN                | CALL_AGAIN     | GIVE_UP        | CALL_AGAIN     | CALL_AGAIN
            IRREVERSIBLE | TRANSACTIONAL | REFUSED                | GIVE_UP        | GIVE_UP        | GIVE_UP        | GIVE_UP
            IRREVERSIBLE | KEYED         | OWNER_LOST             | CALL_AGAIN     | CALL_AGAIN     | SETTLE_UNKNOWN | CALL_AGAIN
            IRREVERSIBLE | KEYED         | UNKNOWN                | CALL_AGAIN     | SETTLE_UNKNOWN | SETTLE_UNKNOWN | CALL_AGAIN
            IRREVERSIBLE | KEYED         | LATER                  | CALL_AGAIN     | GIVE_UP        | GIVE_UP        | CALL_AGAIN
            IRREVERSIBLE | KEYED         | NOT_REACHED            | GIVE_UP        | GIVE_UP        | GIVE_UP        | CALL_AGAIN
            IRREVERSIBLE | KEYED         | REFUSED                | GIVE_UP        | GIVE_UP        | GIVE_UP        | SETTLE_UNKNOWN
            REVERSIBLE   | KEYED         | UNKNOWN                | CALL_AGAIN     | SETTLE_UNKNOWN | SETTLE_UNKNOWN | CALL_AGAIN
            IRREVERSIBLE | QUERYABLE     | OWNER_LOST             | LOOK_UP        | LOOK_UP        | LOOK_UP        | LOOK_UP
            IRREVERSIBLE | QUERYABLE     | UNKNOWN                | LOOK_UP        | LOOK_UP        | LOOK_UP        | LOOK_UP
            IRREVERSIBLE | QUERYABLE     | LATER                  | CALL_AGAIN     | GIVE_UP        | CALL_AGAIN     | LOOK_UP
            IRREVERSIBLE | QUERYABLE     | NOT_REACHED            | GIVE_UP        | GIVE_UP        | GIVE_UP        | LOOK_UP
            IRREVERSIBLE | QUERYABLE     | REFUSED                | GIVE_UP        | GIVE_UP        | GIVE_UP        | LOOK_UP
            IRREVERSIBLE | QUERYABLE     | LOOKED_UP_NOT_APPLIED  | CALL_AGAIN     | GIVE_UP        | CALL_AGAIN     | CALL_AGAIN
            IRREVERSIBLE | QUERYABLE     | LOOK_UP_FAILED         | LOOK_UP        | LOOK_UP        | LOOK_UP        | LOOK_UP
            IRREVERSIBLE | NONE          | OWNER_LOST             | SETTLE_UNKNOWN | SETTLE_UNKNOWN | SETTLE_UNKNOWN | SETTLE_UNKNOWN
            IRREVERSIBLE | NONE          | UNKNOWN                | SETTLE_UNKNOWN | SETTLE_UNKNOWN | SETTLE_UNKNOWN | SETTLE_UNKNOWN
            IRREVERSIBLE | NONE          | LATER                  | CALL_AGAIN     | GIVE_UP        | CALL_AGAIN     | SETTLE_UNKNOWN
            IRREVERSIBLE | NONE          | NOT_REACHED            | GIVE_UP        | GIVE_UP        | GIVE_UP        | SETTLE_UNKNOWN
            IRREVERSIBLE | NONE          | REFUSED                | GIVE_UP        | GIVE_UP        | GIVE_UP        | SETTLE_UNKNOWN
            REVERSIBLE   | NONE          | UNKNOWN                | SETTLE_UNKNOWN | SETTLE_UNKNOWN | SETTLE_UNKNOWN | SETTLE_UNKNOWN
            """)
    void class_and_event_decide(
            Effect effect,
            Idempotency idempotency,
            Happened happened,
            NextMove fresh,
            NextMove usedUp,
            NextMove expired,
            NextMove inDoubt) {
        ToolSpec tool = tool(effect, idempotency);

        assertThat(NextMove.after(tool, new CallHistory(1, 0, YOUNG, false), happened))
                .as("fresh")
                .isEqualTo(fresh);
        assertThat(NextMove.after(tool, new CallHistory(3, 0, YOUNG, false), happened))
                .as("used up")
                .isEqualTo(usedUp);
        assertThat(NextMove.after(tool, new CallHistory(1, 0, EXPIRED, false), happened))
                .as("expired")
                .isEqualTo(expired);
        assertThat(NextMove.after(tool, new CallHistory(1, 0, YOUNG, true), happened))
                .as("in doubt")
                .isEqualTo(inDoubt);
    }

    @Test
    void nothing_with_an_effect_is_ever_called_again_in_doubt_unless_its_key_or_our_commit_absorbs_it() {
        for (Idempotency idempotency : List.of(Idempotency.NONE, Idempotency.QUERYABLE)) {
            for (Happened happened : List.of(OWNER_LOST, UNKNOWN, LATER, NOT_REACHED, REFUSED, LOOK_UP_FAILED)) {
                assertThat(NextMove.after(
                                tool(Effect.IRREVERSIBLE, idempotency), new CallHistory(1, 0, YOUNG, true), happened))
                        .isNotIn(CALL_AGAIN, GIVE_UP);
            }
        }
    }

    @Test
    void a_key_that_has_expired_in_doubt_is_never_sent_again() {
        for (Happened happened : Happened.values()) {
            assertThat(NextMove.after(
                            tool(Effect.REVERSIBLE, Idempotency.KEYED), new CallHistory(1, 0, EXPIRED, true), happened))
                    .isEqualTo(SETTLE_UNKNOWN);
        }
    }

    @Test
    void a_tool_that_does_not_answer_when_asked_is_asked_a_bounded_number_of_times() {
        ToolSpec tool = tool(Effect.IRREVERSIBLE, Idempotency.QUERYABLE);

        assertThat(NextMove.after(tool, new CallHistory(1, 2, YOUNG, true), LOOK_UP_FAILED))
                .isEqualTo(LOOK_UP);
        assertThat(NextMove.after(tool, new CallHistory(1, 3, YOUNG, true), LOOK_UP_FAILED))
                .isEqualTo(SETTLE_UNKNOWN);
    }

    @Test
    void a_manifest_can_leave_what_was_not_applied_to_a_person() {
        ToolSpec tool = TestingTool.named("t")
                .is(Effect.IRREVERSIBLE, Idempotency.QUERYABLE)
                .spec();

        assertThat(NextMove.after(tool, new CallHistory(1, 1, YOUNG, true), LOOKED_UP_NOT_APPLIED))
                .isEqualTo(SETTLE_UNKNOWN);
    }

    @Test
    void outcomes_say_what_happened_or_that_there_is_no_question() {
        ToolError no = ToolError.of("x", "x");
        ToolError busy = ToolErrors.later("x", "x");

        assertThat(Happened.of(new ToolOutcome.Unknown(no))).contains(UNKNOWN);
        assertThat(Happened.of(new ToolOutcome.Later(YOUNG, busy))).contains(LATER);
        assertThat(Happened.of(new ToolOutcome.NotApplied(busy))).contains(NOT_REACHED);
        assertThat(Happened.of(new ToolOutcome.NotApplied(no))).contains(REFUSED);
        assertThat(Happened.of(new ToolOutcome.Succeeded(Json.object(), List.of())))
                .isEmpty();
        assertThat(Happened.of(new ToolOutcome.Applied(no))).isEmpty();
        assertThat(Happened.of(new ToolOutcome.NotSent())).isEmpty();
        assertThat(Happened.of(new ToolOutcome.NeedsInput("?", Optional.empty())))
                .isEmpty();
        assertThat(Happened.of(new LookUpOutcome.NotApplied())).contains(LOOKED_UP_NOT_APPLIED);
        assertThat(Happened.of(new LookUpOutcome.CannotTell(no))).contains(LOOK_UP_FAILED);
        assertThat(Happened.of(new LookUpOutcome.Applied(Json.object()))).isEmpty();
    }
}
