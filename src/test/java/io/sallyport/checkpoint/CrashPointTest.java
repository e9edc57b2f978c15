package io.sallyport.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.core.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of crashes find each commit by the name of its point, and the one that puts a run to sleep by a name of its own. */
class CrashPointTest {
    private static Commit commit(CommitPoint point, Ending ending) {
        return new Commit(
                "c",
                point,
                new Lease("run_1", "a", 1),
                2,
                0,
                ending,
                List.of(new NewEvent("x", Bytes.of("{}"), null)),
                Totals.NONE,
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                Kin.NONE);
    }

    @ParameterizedTest
    @EnumSource(CommitPoint.class)
    void a_commit_has_the_name_of_its_point(CommitPoint point) {
        assertThat(CrashPoint.of(commit(point, new Ending.GoOn())).name()).isEqualTo(point.name());
    }

    @Test
    void falling_asleep_has_a_name_of_its_own() {
        Ending asleep = new Ending.Wait(RunStatus.WAITING_CHILD, Optional.of(Duration.ofDays(7)));

        assertThat(CrashPoint.of(commit(CommitPoint.C4_DECISION, asleep))).isEqualTo(CrashPoint.WAIT);
        assertThat(CrashPoint.of(commit(CommitPoint.C7_END, new Ending.End(RunStatus.COMPLETED))))
                .isEqualTo(CrashPoint.C7_END);
    }
}
