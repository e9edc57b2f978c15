package io.sallyport.edge.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.core.Bytes;
import io.sallyport.run.RunDetails;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunOutcomeTest {
    @Test
    void the_currency_is_that_of_the_last_answer() {
        assertThat(RunOutcome.currency(answered("{\"costNano\":5,\"currency\":\"EUR\"}")))
                .isEqualTo("EUR");
    }

    @Test
    void without_a_price_or_an_answer_there_is_no_currency() {
        assertThat(RunOutcome.currency(answered("{\"costNano\":0}"))).isNull();
        assertThat(RunOutcome.currency(details(Optional.empty()))).isNull();
    }

    private static RunDetails answered(String skeleton) {
        return details(
                Optional.of(new JournalEvent(3, Instant.EPOCH, "message.completed", Bytes.of(skeleton), null, true)));
    }

    private static RunDetails details(Optional<JournalEvent> answer) {
        return new RunDetails(List.of(), List.of(), List.of(), Optional.empty(), answer, List.of());
    }
}
