package io.sallyport.tool.door;

import static io.sallyport.tool.door.TestingTools.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.TextNode;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.KeyValueWrite;
import io.sallyport.core.Bytes;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.tool.ToolOutcome;
import io.sallyport.tool.door.DirectAnswer.Origin;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What happens while the ledger cannot be reached. */
class StoresLostTest {
    private final DoorUnderTest door = DoorUnderTest.withOneOfEach();

    @Test
    void without_a_ledger_nothing_with_an_effect_is_called_and_reading_goes_on() {
        door.ledger.failNext(100);

        Problem problem = door.problem("keyed", "k");
        assertThat(problem.code()).isEqualTo(ProblemCode.IDEMPOTENCY_UNAVAILABLE);
        assertThat(door.problem("kept", null).code()).isEqualTo(ProblemCode.IDEMPOTENCY_UNAVAILABLE);
        assertThat(door.tools.calls()).isEmpty();

        assertThat(door.result("read", null).json()).isEqualTo(Bytes.of("\"done 1\""));
        assertThat(door.result("read", "k").json()).isEqualTo(Bytes.of("\"done 2\""));
    }

    @Test
    void a_ledger_that_is_away_for_a_moment_when_the_tool_has_acted_is_waited_for() {
        door.tools.answer(request -> {
            door.ledger.failNext(3);
            return Uni.createFrom().item(success("done"));
        });

        assertThat(door.result("once", "k").json()).isEqualTo(Bytes.of("\"done\""));
        assertThat(door.ledger.states()).containsExactly(CallState.SUCCEEDED);
    }

    @Test
    void an_answer_of_the_ledger_that_was_lost_is_found_out() {
        door.tools.answer(request -> {
            door.ledger.loseAnswers(1);
            return Uni.createFrom().item(success("done"));
        });

        assertThat(door.result("once", "k").origin()).isEqualTo(Origin.FRESH);
        assertThat(door.ledger.states()).containsExactly(CallState.SUCCEEDED);
    }

    @Test
    void a_ledger_that_stays_away_is_told_later_and_the_caller_is_told_so() {
        door.tools.answer(request -> {
            door.ledger.failNext(1000);
            return Uni.createFrom().item(success("done"));
        });

        assertThat(door.problem("once", "k").code()).isEqualTo(ProblemCode.STORE_UNAVAILABLE);
        door.ledger.failNext(0);
        await().until(() -> door.ledger.states().equals(List.of(CallState.SUCCEEDED)));
        assertThat(door.result("once", "k").origin()).isEqualTo(Origin.RECORDED);
        assertThat(door.tools.calls()).hasSize(1);
    }

    @Test
    void what_was_read_is_told_even_if_it_cannot_be_recorded() {
        door.tools.answer(request -> {
            door.ledger.failNext(1000);
            return Uni.createFrom().item(success("read"));
        });

        assertThat(door.result("read", null).json()).isEqualTo(Bytes.of("\"read\""));
    }

    @Test
    void what_a_transactional_tool_writes_goes_with_its_result() {
        KeyValueWrite write = new KeyValueWrite("client:batch", "k", Bytes.of("1"));
        door.tools.answer(new ToolOutcome.Succeeded(TextNode.valueOf("kept"), List.of(write)));

        assertThat(door.result("kept", "k").json()).isEqualTo(Bytes.of("\"kept\""));
        assertThat(door.result("kept", "k").origin()).isEqualTo(Origin.RECORDED);
        assertThat(door.ledger.written()).containsExactly(write);
    }
}
