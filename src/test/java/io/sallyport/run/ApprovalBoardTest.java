package io.sallyport.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.core.Bytes;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApprovalBoardTest {
    private static final Bytes ARGUMENTS = Bytes.of("{}");

    private final Vertx vertx = Vertx.vertx();
    private final TestingRunViews views = new TestingRunViews();
    private final ApprovalBoard board = new ApprovalBoard(views, vertx);

    @AfterEach
    void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    /** Writes down what it hears. */
    private static final class Ear implements ApprovalBoard.Listener {
        final List<String> heard = new CopyOnWriteArrayList<>();

        @Override
        public void snapshot(List<ApprovalLine> open) {
            heard.add("snapshot " + open.stream().map(ApprovalLine::id).toList());
        }

        @Override
        public void required(ApprovalLine line) {
            heard.add("required " + line.id());
        }

        @Override
        public void decided(ApprovalLine line) {
            heard.add("decided " + line.id() + " " + line.state());
        }

        void hears(String... words) {
            await().atMost(Duration.ofSeconds(10))
                    .pollInterval(Duration.ofMillis(10))
                    .untilAsserted(() -> assertThat(heard).containsExactly(words));
        }
    }

    private static ApprovalLine line(String id, String tenant, String state) {
        return new ApprovalLine(
                id,
                tenant,
                "run_1",
                "desk",
                "rev",
                "call_" + id,
                "send_email",
                ARGUMENTS.sha256(),
                ARGUMENTS,
                state,
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                null,
                null,
                "web",
                null,
                List.of(),
                null,
                null);
    }

    @Test
    void who_watches_is_told_what_is_open_and_then_what_changes() {
        views.put(line("appr_1", "default", "PENDING"));
        views.put(line("appr_9", "elsewhere", "PENDING"));
        Ear ear = new Ear();
        try (ApprovalBoard.Watch watch = board.watch("default", ear)) {
            ear.hears("snapshot [appr_1]");
            views.put(line("appr_2", "default", "PENDING"));
            ear.hears("snapshot [appr_1]", "required appr_2");
            views.put(line("appr_1", "default", "APPROVED"));
            ear.hears("snapshot [appr_1]", "required appr_2", "decided appr_1 APPROVED");

            Ear late = new Ear();
            try (ApprovalBoard.Watch other = board.watch("default", late)) {
                late.hears("snapshot [appr_2]");
                views.put(line("appr_2", "default", "EXPIRED"));
                late.hears("snapshot [appr_2]", "decided appr_2 EXPIRED");
                other.again();
                late.hears("snapshot [appr_2]", "decided appr_2 EXPIRED", "snapshot []");
            }
            watch.again();
        }
        assertThat(board.size()).isZero();
    }

    @Test
    void a_store_that_does_not_answer_is_asked_again_and_nothing_is_missed() {
        views.broken = true;
        Ear ear = new Ear();
        try (ApprovalBoard.Watch watch = board.watch("default", ear)) {
            views.put(line("appr_1", "default", "PENDING"));
            assertThat(ear.heard).isEmpty();
            views.broken = false;
            ear.hears("snapshot [appr_1]");
            watch.again();
        }
    }

    @Test
    void what_lies_behind_the_oldest_is_shown_when_its_turn_comes() {
        for (int i = 0; i < ApprovalBoard.MOST + 1; i++) {
            views.put(line("appr_%03d".formatted(i), "default", "PENDING"));
        }
        Ear ear = new Ear();
        try (ApprovalBoard.Watch watch = board.watch("default", ear)) {
            await().until(() -> ear.heard.size() == 1);
            assertThat(ear.heard.getFirst()).doesNotContain("appr_200");
            views.put(line("appr_000", "default", "DENIED"));
            await().untilAsserted(() -> assertThat(ear.heard).contains("decided appr_000 DENIED", "required appr_200"));
            watch.again();
        }
    }
}
