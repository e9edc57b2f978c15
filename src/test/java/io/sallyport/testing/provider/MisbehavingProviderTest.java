package io.sallyport.testing.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.testing.Answer;
import io.sallyport.testing.LiveAnswer;
import io.sallyport.testing.TestClient;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The judge is judged: what the misbehaving provider claims to do and to have seen is true. */
class MisbehavingProviderTest {
    private static final String TEXT = "one two three four";

    private final MisbehavingProvider provider = MisbehavingProvider.start();
    private final Lane lane = provider.lane("p/m");
    private final TestClient client =
            new TestClient(provider.baseUrl("p").replaceFirst("/v1$", ""), "sp_nobody-looks-at-this-key-here-000000");

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void a_decent_answer_is_complete_streamed_or_not() {
        lane.always(Answers.text(TEXT));

        Answer streamed = client.chat("m").streamWithUsage().send();
        Answer plain = client.chat("m").send();

        assertThat(streamed.isComplete()).as(streamed.toString()).isTrue();
        assertThat(streamed.text()).isEqualTo(TEXT).isEqualTo(plain.text());
        assertThat(streamed.usage()).isEqualTo(plain.usage());
        assertThat(lane.attempts()).isEqualTo(2).isEqualTo(lane.finished());
    }

    @Test
    void a_cut_answer_is_never_complete() {
        lane.next(Breakages.cutAfter("one two"), Breakages.resetAfter("one two"), Breakages.halfEventAfter("one two"));

        for (int i = 0; i < 3; i++) {
            Answer cut = client.chat("m").stream().send();
            assertThat(cut.isComplete()).as(cut.toString()).isFalse();
            assertThat("one two").startsWith(cut.text()); // a reset may overtake what was sent before it
        }
    }

    @Test
    void trickling_bytes_arrive_as_the_same_answer() {
        lane.always(Answers.trickling(TEXT));

        assertThat(client.chat("m").stream().send().text()).isEqualTo(TEXT);
        assertThat(client.chat("m").send().text()).isEqualTo(TEXT);
    }

    @Test
    void a_client_that_goes_away_is_counted_as_a_cancel() {
        lane.always(Breakages.stallAfter("one two"));

        LiveAnswer live = client.chat("m").stream().open().awaitText("one two");
        live.disconnect();

        await().atMost(Duration.ofSeconds(5)).until(() -> lane.cancels() == 1);
        assertThat(lane.open()).isZero();
        assertThat(lane.finished()).isZero();
    }

    @Test
    void queued_behaviours_come_first_and_only_once() {
        lane.next(Refusals.status(503), Refusals.rateLimited("1")).always(Answers.text(TEXT));

        assertThat(client.chat("m").send().status()).isEqualTo(503);
        assertThat(client.chat("m").send().header("Retry-After")).isEqualTo("1");
        assertThat(client.chat("m").send().text()).isEqualTo(TEXT);
    }
}
