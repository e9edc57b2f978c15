package io.sallyport.tool.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Test;

class UnrecordedTest {
    private final Unrecorded ledger = new Unrecorded();

    @Test
    void while_there_is_no_ledger_nothing_is_known_of_any_call() {
        assertThat(now(ledger.find("default", "look", "key"))).isEmpty();
        assertThat(now(ledger.find("call_1"))).isEmpty();
        assertThat(now(ledger.record("default", "look", "call_1"))).isEmpty();
    }

    private static <T> T now(Uni<T> answer) {
        return answer.subscribe().asCompletionStage().resultNow();
    }
}
