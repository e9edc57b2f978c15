package io.sallyport.run;

import static io.sallyport.run.RunStage.call;
import static io.sallyport.run.RunStage.caller;
import static io.sallyport.run.RunStage.now;
import static io.sallyport.run.RunStage.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.checkpoint.NewSignal;
import io.sallyport.checkpoint.Signal;
import io.sallyport.core.Bytes;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.ProblemException;
import io.sallyport.core.json.Json;
import io.sallyport.identity.Caller;
import io.sallyport.run.Reconciliation.Outcome;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnswersTest {
    private static final Caller ADA = caller("web", "ada", "agent:order-desk");
    private static final TextNode ANSWER = TextNode.valueOf("blue");

    private final RunStage stage = new RunStage();
    private String run = "";

    @BeforeEach
    void a_run() {
        run = stage.started(ADA).id();
        stage.woken.clear();
    }

    @Test
    void an_answer_is_told_to_the_only_call_that_asked() {
        stage.views.put(run, call("call_1", CallState.SUCCEEDED));
        stage.views.put(run, call("call_2", CallState.AWAITING_INPUT));

        now(stage.answers.answer(ADA, run, Optional.empty(), ANSWER));

        assertThat(now(stage.store.signals(run, 0))).singleElement().satisfies(signal -> {
            assertThat(signal.kind()).isEqualTo(Signal.Kind.INPUT);
            assertThat(signal.data().text()).isEqualTo("{\"call\":\"call_2\",\"answer\":\"blue\"}");
        });
        assertThat(stage.woken).containsExactly(run);
    }

    @Test
    void where_several_ask_the_answer_names_the_call() {
        stage.views.put(run, call("call_1", CallState.AWAITING_INPUT));
        stage.views.put(run, call("call_2", CallState.AWAITING_INPUT));

        refusal(() -> now(stage.answers.answer(ADA, run, Optional.empty(), ANSWER)), ProblemCode.RUN_NOT_WAITING);
        now(stage.answers.answer(ADA, run, Optional.of("call_1"), ANSWER));
        refusal(() -> now(stage.answers.answer(ADA, run, Optional.of("call_9"), ANSWER)), ProblemCode.NOT_FOUND);
    }

    @Test
    void nobody_is_answered_who_has_not_asked_and_nobody_twice() {
        stage.views.put(run, call("call_1", CallState.INTENT));
        refusal(() -> now(stage.answers.answer(ADA, run, Optional.of("call_1"), ANSWER)), ProblemCode.RUN_NOT_WAITING);

        stage.views.put(run, call("call_2", CallState.AWAITING_INPUT));
        now(stage.answers.answer(ADA, run, Optional.of("call_2"), ANSWER));
        assertThat(refusal(
                                () -> now(stage.answers.answer(ADA, run, Optional.of("call_2"), ANSWER)),
                                ProblemCode.RUN_NOT_WAITING)
                        .problem()
                        .facts())
                .containsEntry("decidedBy", "web/ada");
    }

    @Test
    void who_is_a_moment_too_late_is_told_who_was_first() {
        stage.views.put(run, call("call_1", CallState.AWAITING_INPUT));
        // Nothing in its data tells of a call: as if it had come after somebody had looked.
        now(stage.store.signal(new NewSignal(run, Signal.Kind.INPUT, Bytes.of("{}"), "web/bob", "call_1")));
        stage.woken.clear();

        assertThat(refusal(
                                () -> now(stage.answers.answer(ADA, run, Optional.empty(), ANSWER)),
                                ProblemCode.RUN_NOT_WAITING)
                        .problem()
                        .facts())
                .containsEntry("decidedBy", "web/bob");
        assertThat(now(stage.store.signals(run, 0))).hasSize(1);
        assertThat(stage.woken).isEmpty();
    }

    @Test
    void an_answer_has_the_form_that_was_asked_for() {
        stage.views.put(run, call("call_1", CallState.AWAITING_INPUT));
        stage.views.ask(new JournalEvent(
                3,
                RunStage.START,
                "tool.input_required",
                Bytes.of("{\"call\":\"call_1\"}"),
                Bytes.of("{\"question\":\"Which?\",\"schema\":{\"type\":\"object\",\"required\":[\"colour\"],"
                        + "\"properties\":{\"colour\":{\"enum\":[\"red\",\"blue\"]}}}}"),
                false));

        ProblemException refused = refusal(
                () -> now(stage.answers.answer(ADA, run, Optional.empty(), json("{\"colour\":\"pink\"}"))),
                ProblemCode.ANSWER_MISMATCH);
        assertThat(refused.problem().facts()).containsEntry("path", "/answer/colour");
        refusal(() -> now(stage.answers.answer(ADA, run, Optional.empty(), ANSWER)), ProblemCode.ANSWER_MISMATCH);
        assertThat(now(stage.store.signals(run, 0))).isEmpty();

        now(stage.answers.answer(ADA, run, Optional.empty(), json("{\"colour\":\"blue\"}")));
        assertThat(now(stage.store.signals(run, 0))).hasSize(1);
    }

    @Test
    void a_person_settles_what_nobody_knew() {
        stage.views.put(run, call("call_1", CallState.UNKNOWN));

        now(stage.answers.reconcile(
                ADA, run, "call_1", new Reconciliation(Outcome.APPLIED, Json.parse("{\"orderId\":7}"), "saw it")));

        assertThat(now(stage.store.signals(run, 0)))
                .singleElement()
                .satisfies(
                        signal -> assertThat(signal.data().text())
                                .isEqualTo(
                                        "{\"call\":\"call_1\",\"outcome\":\"applied\",\"note\":\"saw it\",\"result\":{\"orderId\":7}}"));
        refusal(() -> now(stage.answers.reconcile(ADA, run, "call_1", notApplied())), ProblemCode.RUN_NOT_WAITING);
    }

    @Test
    void only_what_is_unknown_is_settled_by_people_and_only_calls_of_this_run() {
        stage.views.put(run, call("call_1", CallState.SUCCEEDED));

        assertThat(refusal(
                                () -> now(stage.answers.reconcile(ADA, run, "call_1", notApplied())),
                                ProblemCode.RUN_NOT_WAITING)
                        .problem()
                        .facts())
                .containsEntry("state", "SUCCEEDED");
        refusal(() -> now(stage.answers.reconcile(ADA, run, "call_9", notApplied())), ProblemCode.NOT_FOUND);
        refusal(() -> now(stage.answers.reconcile(ADA, run, "\0", notApplied())), ProblemCode.NOT_FOUND);
    }

    @Test
    void a_program_settles_nothing_unless_it_administers() {
        Caller program = caller("batch", null, "agent:order-desk");
        String own = stage.started(program).id();
        stage.views.put(own, call("call_1", CallState.UNKNOWN));

        refusal(
                () -> now(stage.answers.reconcile(program, own, "call_1", notApplied())),
                ProblemCode.PERMISSION_DENIED);
        now(stage.answers.reconcile(caller("ops", null, "admin"), own, "call_1", notApplied()));
        assertThat(now(stage.store.signals(own, 0))).hasSize(1);
    }

    private static JsonNode json(String text) {
        return Json.parse(text).orElseThrow();
    }

    private static Reconciliation notApplied() {
        return new Reconciliation(Outcome.NOT_APPLIED, Optional.empty(), "looked");
    }
}
