package io.sallyport.run.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.routing.AttemptRecord;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An answer that does not end. */
class AnswerAssemblerTest {
    private static final int EVENT_BYTES = 200;

    private final List<Problem> failures = new ArrayList<>();
    private final StringBuilder shown = new StringBuilder();
    private int answers;

    private final ModelReply reply = new ModelReply(EVENT_BYTES, shown::append, new ModelReply.Listener() {
        @Override
        public void answered(AnswerAssembler answer, String model, List<AttemptRecord> attempts) {
            answers++;
        }

        @Override
        public void failed(Problem problem, List<AttemptRecord> attempts) {
            failures.add(problem);
        }
    });

    private void said(String delta) {
        reply.write(Buffer.buffer("data: {\"choices\":[{\"index\":0,\"delta\":" + delta + "}]}\n\n"));
    }

    @Test
    void text_is_taken_up_to_a_multiple_of_the_longest_event_and_then_there_is_no_answer() {
        for (int i = 0; i < 32; i++) {
            said("{\"content\":\"" + "x".repeat(100) + "\"}");
        }
        assertThat(failures).isEmpty();

        for (int i = 0; i < 50; i++) {
            said("{\"content\":\"" + "x".repeat(100) + "\"}");
        }
        reply.end();

        assertThat(answers).isZero();
        assertThat(failures).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.PROVIDER_ERROR);
            assertThat(problem.detail()).contains("3200 characters");
        });
        assertThat(shown).hasSizeLessThanOrEqualTo(3300);
    }

    @Test
    void arguments_and_calls_without_number_are_bounded_in_the_same_way() {
        for (int i = 0; i < 5000; i++) {
            said("{\"tool_calls\":[{\"index\":" + i + "}]}");
        }
        reply.end();

        assertThat(failures).hasSize(1);
        assertThat(answers).isZero();
    }

    @Test
    void an_answer_within_the_bound_is_one() {
        said("{\"content\":\"Hello.\"}");
        reply.end();

        assertThat(failures).isEmpty();
        assertThat(answers).isEqualTo(1);
    }
}
