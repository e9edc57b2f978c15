package io.sallyport.edge.openai.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.core.Bytes;
import io.sallyport.core.Problem;
import io.sallyport.run.machine.EventType;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndingsTest {
    @ParameterizedTest
    @CsvSource({
        "RUN_CANCELLED, run_cancelled",
        "RUN_EXPIRED, run_expired",
        "RUN_LIMIT_EXCEEDED, run_limit_exceeded",
        "RUN_FAILED, run_failed"
    })
    void an_answer_that_is_not_whole_says_how_its_run_ended_and_which_run_it_was(EventType type, String code) {
        Problem problem = Endings.of("run_1", type, event("{\"limit\":\"steps\",\"code\":\"no_progress\"}"));

        assertThat(problem.code().code()).isEqualTo(code);
        assertThat(problem.facts()).containsEntry("run", "run_1");
        assertThat(problem.message()).contains("GET /v1/runs/run_1");
    }

    @Test
    void a_limit_and_a_failure_are_named() {
        assertThat(Endings.of("run_1", EventType.RUN_LIMIT_EXCEEDED, event("{\"limit\":\"steps\"}"))
                        .facts())
                .containsEntry("limit", "steps");
        assertThat(Endings.of("run_1", EventType.RUN_FAILED, event("{\"code\":\"no_progress\"}"))
                        .facts())
                .containsEntry("run_code", "no_progress");
    }

    @Test
    void where_the_run_goes_on_it_is_said_how_to_follow_it() {
        assertThat(Endings.unfinished("run_1", "", 500).message()).contains("still running", "/v1/runs/run_1/events");
        assertThat(Endings.unfinished("run_1", "WAITING_APPROVAL", 500).facts())
                .containsEntry("status", "WAITING_APPROVAL");
        assertThat(Endings.diverged("run_1").message()).contains("/v1/runs/run_1/events");
        assertThat(Endings.leaving("run_1").message()).contains("/v1/runs/run_1/events");
    }

    private static JournalEvent event(String data) {
        return new JournalEvent(9, Instant.EPOCH, "any", Bytes.of(data), null, false);
    }
}
