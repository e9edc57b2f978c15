package io.sallyport.run.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.checkpoint.Claimed;
import io.sallyport.checkpoint.Commit;
import io.sallyport.checkpoint.CommitOutcome.Committed;
import io.sallyport.checkpoint.CommitPoint;
import io.sallyport.checkpoint.Ending;
import io.sallyport.checkpoint.Kin;
import io.sallyport.checkpoint.Mail;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.checkpoint.Signal;
import io.sallyport.checkpoint.Totals;
import io.sallyport.core.json.Json;
import io.sallyport.run.machine.ChildEnds;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.run.machine.RunEventJson;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an end has left for others comes to them, also where whoever should have carried it has died. */
class PostmanTest {
    private static final ToolSpec SEARCH = TestingAgents.tool("search", Effect.NONE, Idempotency.NONE);

    private final Stage stage = Stage.of(
            TestingAgents.asking(TestingAgents.ROOMY, List.of("helper"), SEARCH),
            TestingAgents.helper("helper", TestingAgents.ROOMY, SEARCH));
    private final Postman postman =
            new Postman(stage.store, stage.services("b", InstantSource.system()).wakes());

    @AfterEach
    void close() {
        stage.close();
    }

    /** The parent of a child that has ended, and whose owner has died before it carried that anywhere. */
    private String parent() {
        String run = stage.accept("Read it.");
        stage.models.calls("agent_helper", "{\"input\": \"Read chapter one.\"}");
        stage.perform("a");
        stage.awaitStatus(run, RunStatus.WAITING_CHILD);
        Claimed child = stage.claim("dead");
        Commit end = new Commit(
                "last",
                CommitPoint.C7_END,
                child.lease(),
                child.run().nextSeq(),
                child.run().signals(),
                new Ending.End(RunStatus.COMPLETED),
                List.of(RunEventJson.write(new RunEvent.Completed())),
                Totals.NONE,
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                Kin.tells(Json.bytes(ChildEnds.report(child.run().id(), RunStatus.COMPLETED, Optional.empty()))));
        assertThat(stage.store.commit(end).subscribe().asCompletionStage())
                .isCompletedWithValueMatching(Committed.class::isInstance);
        return run;
    }

    @Test
    void an_end_that_nobody_has_carried_is_brought_by_the_next_round() {
        String run = parent();
        postman.round();
        assertThat(stage.status(run)).as("it may still be on its way").isEqualTo(RunStatus.WAITING_CHILD);

        stage.store.elapse(Duration.ofSeconds(2));
        postman.round();

        assertThat(stage.status(run)).isEqualTo(RunStatus.QUEUED);
        assertThat(stage.woken).contains(run);
        stage.models.says("Read, they say.");
        stage.perform("b");
        stage.awaitStatus(run, RunStatus.COMPLETED);
    }

    @Test
    void whoever_comes_second_brings_nothing() {
        String run = parent();
        List<Mail> seenByBoth = stage.store
                .lateMail(Duration.ofSeconds(-1), 9)
                .subscribe()
                .asCompletionStage()
                .resultNow();
        assertThat(seenByBoth).extracting(Mail::kind).containsExactly(Signal.Kind.CHILD_END);
        stage.store.elapse(Duration.ofSeconds(2));
        postman.round();
        postman.round();

        Mail.Delivery second = stage.store
                .deliver(seenByBoth.getFirst())
                .subscribe()
                .asCompletionStage()
                .resultNow();

        assertThat(second).isEqualTo(Mail.Delivery.NOWHERE);
        assertThat(stage.store.run(run).signals()).isEqualTo(1);
    }
}
