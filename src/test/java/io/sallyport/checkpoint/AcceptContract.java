package io.sallyport.checkpoint;

import static io.sallyport.checkpoint.StoreUnderTest.as;
import static io.sallyport.checkpoint.StoreUnderTest.rejecting;
import static io.sallyport.checkpoint.StoreUnderTest.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.checkpoint.NewRun.Busy;
import io.sallyport.core.Sha256;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** C0: key, run and first event, or nothing. */
interface AcceptContract {
    StoreUnderTest store();

    @Test
    default void an_accepted_run_waits_in_line_with_its_first_event() {
        NewRun order = store().order();

        RunRecord run = store().accepted(order);

        assertThat(run.status()).isEqualTo(RunStatus.QUEUED);
        assertThat(run.threadPos()).isEqualTo(1);
        assertThat(run.rootRun()).isEqualTo(run.id());
        assertThat(run.totals()).isEqualTo(Totals.NONE);
        assertThat(store().find(run.id())).isEqualTo(run);
        assertThat(store().journal(run.id())).singleElement().satisfies(event -> {
            assertThat(event.seq()).isEqualTo(1);
            assertThat(event.type()).isEqualTo("run.created");
            assertThat(event.data()).isEqualTo(order.created().data());
            assertThat(event.content()).isEqualTo(order.created().content());
        });
        assertThat(store().now(store().port().revision(order.revision()))).isEqualTo(order.revisionSpec());
    }

    @Test
    default void a_run_that_is_not_there_is_not_found() {
        assertThat(store().now(store().port().find("run_none"))).isEmpty();
        assertThat(store().now(store().port().find("run_\0"))).isEmpty();
        assertThat(store().journal("run_none")).isEmpty();
    }

    @Test
    default void a_key_that_comes_again_with_the_same_body_is_answered_with_its_run() {
        NewRun.CallerKey key = store().key("body");
        RunRecord first = store().accepted(with(store().order(), Busy.ENQUEUE, key));

        Accepted again = store().now(store().port().accept(with(store().order(), Busy.ENQUEUE, key)));

        assertThat(again).isEqualTo(new Accepted.Replayed(store().find(first.id())));
    }

    @Test
    default void a_key_that_comes_again_with_another_body_is_refused_and_creates_nothing() {
        NewRun.CallerKey key = store().key("body");
        store().accepted(with(store().order(), Busy.ENQUEUE, key));
        NewRun other = with(
                store().order(), Busy.ENQUEUE, new NewRun.CallerKey(key.scope(), key.key(), Sha256.of("another body")));

        assertThat(store().now(store().port().accept(other))).isEqualTo(new Accepted.KeyReused());
        assertThat(store().now(store().port().find(other.id()))).isEmpty();
    }

    @Test
    default void a_key_is_kept_as_long_as_the_setting_says() {
        NewRun.CallerKey key = store().key("body");
        RunRecord first = store().accepted(with(store().order(), Busy.ENQUEUE, key));
        store().elapse(StoreUnderTest.KEYS_KEPT.minusHours(1));

        assertThat(store().now(store().port().accept(with(store().order(), Busy.ENQUEUE, key))))
                .isEqualTo(new Accepted.Replayed(store().find(first.id())));
    }

    @Test
    default void a_key_that_has_expired_counts_as_absent() {
        NewRun.CallerKey key = store().key("body");
        store().accepted(with(store().order(), Busy.ENQUEUE, key));
        store().elapse(StoreUnderTest.KEYS_KEPT.plusHours(1));
        NewRun later = with(store().order(), Busy.ENQUEUE, key);

        store().accepted(later);

        assertThat(store().now(store().port().accept(with(store().order(), Busy.ENQUEUE, key))))
                .isEqualTo(new Accepted.Replayed(store().find(later.id())));
    }

    @Test
    default void two_hundred_at_once_with_one_key_create_one_run() {
        NewRun.CallerKey key = store().key("body");
        List<NewRun> orders = IntStream.range(0, 200)
                .mapToObj(i -> with(store().order("order-desk", store().name("thread")), Busy.ENQUEUE, key))
                .toList();

        List<Accepted> answers =
                store().together(orders.stream().map(store().port()::accept).toList());

        List<String> created = answers.stream()
                .filter(Accepted.Created.class::isInstance)
                .map(answer -> ((Accepted.Created) answer).run().id())
                .toList();
        assertThat(created).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> !(answer instanceof Accepted.Created))
                .hasSize(199)
                .allSatisfy(answer ->
                        assertThat(((Accepted.Replayed) answer).run().id()).isEqualTo(created.getFirst()));
        assertThat(orders)
                .filteredOn(
                        order -> store().now(store().port().find(order.id())).isPresent())
                .hasSize(1);
    }

    @Test
    default void runs_of_a_thread_stand_in_line() {
        NewRun first = store().order();
        store().accepted(first);

        RunRecord second = store().accepted(store().order(first.agent(), first.thread()));

        assertThat(second.threadPos()).isEqualTo(2);
    }

    @Test
    default void a_thread_is_its_creators_and_its_agents_alone_and_a_refusal_leaves_no_key_behind() {
        NewRun first = store().order();
        store().accepted(first);
        NewRun.CallerKey key = store().key("body");
        NewRun mine = with(store().order(first.agent(), first.thread()), Busy.ENQUEUE, key);
        List<NewRun> strangers = List.of(
                as(mine, "default", "web-chat", "bob"),
                as(mine, "default", "web-chat", null),
                as(mine, "default", "batch", "alice"),
                as(mine, "other", "web-chat", "alice"),
                with(store().order(store().name("agent"), first.thread()), Busy.ENQUEUE, key));

        assertThat(strangers)
                .allSatisfy(stranger -> assertThat(store().now(store().port().accept(stranger)))
                        .isEqualTo(new Accepted.NoSuchThread()));
        assertThat(store().accepted(mine).threadPos()).isEqualTo(2);
    }

    @Test
    default void a_busy_thread_rejects_who_would_not_wait_and_names_the_run() {
        NewRun first = store().order();
        store().accepted(first);
        NewRun.CallerKey key = store().key("body");
        NewRun impatient = with(store().order(first.agent(), first.thread()), Busy.REJECT, key);

        assertThat(store().now(store().port().accept(impatient))).isEqualTo(new Accepted.ThreadBusy(first.id()));

        store().end(store().claim(first.id()).orElseThrow().lease());
        assertThat(store().accepted(impatient).threadPos()).isEqualTo(2);
    }

    @Test
    default void of_many_who_would_not_wait_one_gets_the_thread() {
        NewRun opener = store().order();
        store().accepted(opener);
        store().end(store().claim(opener.id()).orElseThrow().lease());
        List<Uni<Accepted>> together = IntStream.range(0, 40)
                .mapToObj(i -> store().port().accept(rejecting(store().order(opener.agent(), opener.thread()))))
                .toList();

        List<Accepted> answers = store().together(together);

        assertThat(answers).filteredOn(Accepted.Created.class::isInstance).hasSize(1);
        assertThat(answers).filteredOn(Accepted.ThreadBusy.class::isInstance).hasSize(39);
    }

    @Test
    default void many_at_once_on_a_new_thread_stand_in_line_without_a_gap() {
        NewRun opener = store().order();
        List<Uni<Accepted>> together = IntStream.range(0, 40)
                .mapToObj(i -> store().port().accept(store().order(opener.agent(), opener.thread())))
                .toList();

        assertThat(store().together(together))
                .extracting(answer -> ((Accepted.Created) answer).run().threadPos())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 40).mapToObj(Long::valueOf).toList());
    }
}
