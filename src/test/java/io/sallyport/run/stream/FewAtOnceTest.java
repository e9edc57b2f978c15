package io.sallyport.run.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.checkpoint.StoreUnavailable;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FewAtOnceTest {
    private final FewAtOnce few = new FewAtOnce(2, 3);
    private final List<UniEmitter<? super String>> asked = new CopyOnWriteArrayList<>();

    private CompletableFuture<String> ask() {
        return few.ask(() -> Uni.createFrom().<String>emitter(asked::add)).subscribeAsCompletionStage();
    }

    @Test
    void a_crowd_has_two_questions_under_way_and_each_is_answered_when_its_turn_has_come() {
        List<CompletableFuture<String>> crowd =
                IntStream.range(0, 5).mapToObj(i -> ask()).toList();
        assertThat(asked).hasSize(2);

        for (int i = 0; i < 5; i++) {
            asked.get(i).complete("answer " + i);
            assertThat(asked).hasSize(Math.min(5, i + 3));
        }

        assertThat(crowd)
                .extracting(CompletableFuture::join)
                .containsExactly("answer 0", "answer 1", "answer 2", "answer 3", "answer 4");
    }

    @Test
    void a_question_that_fails_makes_room_as_one_that_is_answered_does() {
        CompletableFuture<String> first = ask();
        var others = List.of(ask(), ask());

        asked.getFirst().fail(new IllegalStateException("no"));

        assertThatThrownBy(first::join).hasRootCauseMessage("no");
        assertThat(asked).hasSize(3);
        assertThat(others).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void who_finds_too_many_waiting_is_refused_at_once_and_nothing_is_asked() {
        IntStream.range(0, 5).forEach(i -> ask());

        CompletableFuture<String> sixth = ask();

        assertThat(sixth).isCompletedExceptionally();
        assertThatThrownBy(sixth::join).hasCauseInstanceOf(StoreUnavailable.class);
        assertThat(asked).hasSize(2);
    }

    @Test
    void a_store_that_hangs_is_given_up_and_nobody_waits_behind_it_for_long() {
        FewAtOnce hasty = new FewAtOnce(1, 100, Duration.ofMillis(20));

        List<CompletableFuture<String>> crowd = IntStream.range(0, 50)
                .mapToObj(i -> hasty.ask(() -> Uni.createFrom().<String>emitter(asked::add))
                        .subscribeAsCompletionStage())
                .toList();

        assertThat(crowd).allSatisfy(one -> assertThatThrownBy(one::join).hasCauseInstanceOf(StoreUnavailable.class));
        assertThat(asked).as("whose turn came too late is not asked for").hasSizeLessThan(10);
    }
}
