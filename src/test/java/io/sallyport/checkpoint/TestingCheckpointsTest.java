package io.sallyport.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TestingCheckpointsTest extends CheckpointsContract {
    private final TestingCheckpoints memory = new TestingCheckpoints(Instant.parse("2026-05-01T10:00:00Z"));
    private final StoreUnderTest store = new StoreUnderTest(memory, new StoreUnderTest.Clock() {
        @Override
        public void elapse(Duration time) {
            memory.elapse(time);
        }

        @Override
        public void restarted() {
            memory.restarted();
        }
    });

    @Override
    public StoreUnderTest store() {
        return store;
    }

    @Test
    void a_copy_goes_its_own_way() {
        Lease lease = store.leased();
        TestingCheckpoints other = memory.copy();

        store.goOn(lease);
        other.expire(lease.run());

        assertThat(memory.journal(lease.run())).hasSize(2);
        assertThat(other.journal(lease.run())).hasSize(1);
        assertThat(store.claim(lease.run())).isEmpty();
        assertThat(store.now(other.claim(store.asking(1)))).hasSize(1);
    }

    @Test
    void a_lost_answer_is_a_write_that_its_author_does_not_know_of() {
        Lease lease = store.leased();
        Commit commit = store.commit(lease, draft -> draft);
        memory.loseAnswers(1);

        assertThatThrownBy(() -> store.now(memory.commit(commit))).isInstanceOf(StoreUnavailable.class);

        assertThat(memory.journal(lease.run())).hasSize(2);
        assertThat(store.now(memory.commit(commit))).isInstanceOf(CommitOutcome.Committed.class);
        memory.breakDown();
        assertThatThrownBy(() -> store.goOn(lease)).isInstanceOf(StoreUnavailable.class);
        memory.mend();
        assertThat(store.goOn(lease)).isInstanceOf(CommitOutcome.Committed.class);
    }
}
