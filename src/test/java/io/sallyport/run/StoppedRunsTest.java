package io.sallyport.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.checkpoint.RunRecord;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.ProblemException;
import io.sallyport.identity.AgentIdentity;
import io.sallyport.identity.Caller;
import io.sallyport.stop.StopKind;
import io.sallyport.stop.TestingStops;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoppedRunsTest {
    private final RunStage stage = new RunStage();

    @ParameterizedTest
    @CsvSource({"AGENT, order-*", "PRINCIPAL, order-desk-client", "PRINCIPAL, web", "PROMPT, order-desk/main@1"})
    void a_stopped_agent_takes_no_order_and_the_caller_is_told_why(StopKind kind, String name) {
        Caller web = RunStage.caller("web", null, "agent:order-desk");
        TestingStops.are(stage.stops, TestingStops.stop(kind, name));

        ProblemException refused = RunStage.refusal(() -> stage.started(web), ProblemCode.AGENT_STOPPED);

        assertThat(refused.problem().facts())
                .containsEntry("reason", "It sends what it must not")
                .containsEntry("stop", kind.label() + ":" + name);
        assertThat(stage.woken).isEmpty();
        TestingStops.are(stage.stops);
        assertThat(stage.started(web)).isNotNull();
    }

    @Test
    void who_may_not_use_an_agent_does_not_learn_that_it_is_stopped() {
        TestingStops.are(stage.stops, TestingStops.stop(StopKind.AGENT, "*"));

        var _ = RunStage.refusal(() -> stage.started(RunStage.caller("web", null)), ProblemCode.PERMISSION_DENIED);
    }

    @Test
    void what_is_known_of_the_caller_goes_into_the_journal() {
        assertThat(created(Set.of("clerk", "boss")))
                .contains("\"starter\":{\"person\":true,\"roles\":[\"boss\",\"clerk\"]}");
    }

    @Test
    void of_a_caller_with_very_many_roles_nothing_is_said_rather_than_a_part() {
        Set<String> many = IntStream.range(0, 201).mapToObj(n -> "r" + n).collect(Collectors.toSet());

        assertThat(created(many)).doesNotContain("starter");
    }

    private String created(Set<String> roles) {
        AgentIdentity ann = new AgentIdentity("web", "ann", roles, true, "default", null);
        RunRecord run = stage.started(RunStage.caller(ann, "agent:order-desk"));
        return stage.store.journal(run.id()).getFirst().data().text();
    }
}
