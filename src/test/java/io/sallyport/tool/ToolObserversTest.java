package io.sallyport.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.resilience.BreakerState;
import io.sallyport.testing.tool.TestingTool;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolObserversTest {
    private static final ToolCallId ID =
            new ToolCallId("call_1", null, 0, "default", "client:me", null, "me", null, null);

    @Test
    void without_an_observer_nobody_sees_and_nothing_is_added_to_a_request() {
        ToolObserver nobody = ToolObservers.of(List.of());

        ToolObservation call = nobody.started(TestingTool.named("look").spec(), ID);
        nobody.lookedUp(TestingTool.named("look").spec(), new LookUpOutcome.NotApplied());
        nobody.breakerChanged("look", BreakerState.OPEN);
        call.ended(new ToolOutcome.NotSent(), 1);

        assertThat(call.headers()).isEmpty();
    }

    @Test
    void there_is_one_observer_and_not_two() {
        ToolObserver one = ToolObservers.of(List.of());

        assertThat(ToolObservers.of(List.of(one))).isSameAs(one);
        assertThatThrownBy(() -> ToolObservers.of(List.of(one, one))).isInstanceOf(IllegalStateException.class);
    }
}
