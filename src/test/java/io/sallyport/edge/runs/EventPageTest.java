package io.sallyport.edge.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.checkpoint.Totals;
import io.sallyport.core.Bytes;
import io.sallyport.core.json.Json;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EventPageTest {
    private static final Instant AT = Instant.parse("2026-03-01T00:00:00Z");

    private final List<JournalEvent> journal = new ArrayList<>();

    @Test
    void a_page_goes_on_where_the_one_before_ended() {
        write(30, "1");

        JsonNode first = page(RunStatus.RUNNING, 0, 20);
        JsonNode second = page(RunStatus.RUNNING, first.get("next").asLong(), 20);

        assertThat(seqs(first))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 20).boxed().toList());
        assertThat(seqs(second))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(21, 30).boxed().toList());
        assertThat(second.get("next").asLong()).isEqualTo(30);
        assertThat(second.get("ended").asBoolean()).isFalse();
        assertThat(page(RunStatus.RUNNING, 30, 20).get("next").asLong()).isEqualTo(30);
    }

    @Test
    void the_page_that_reaches_the_end_of_an_ended_run_says_that_nothing_follows() {
        write(3, "1");

        assertThat(page(RunStatus.COMPLETED, 0, 2).get("ended").asBoolean()).isFalse();
        assertThat(page(RunStatus.COMPLETED, 2, 2).get("ended").asBoolean()).isTrue();
        assertThat(page(RunStatus.COMPLETED, 3, 2).get("ended").asBoolean()).isTrue();
    }

    @Test
    void a_page_of_large_answers_ends_early() {
        write(12, "\"" + "x".repeat(1 << 20) + "\"");

        JsonNode page = page(RunStatus.RUNNING, 0, 12);

        assertThat(page.get("events")).hasSize(4);
        assertThat(page.get("next").asLong()).isEqualTo(4);
    }

    private void write(int count, String content) {
        for (int i = 0; i < count; i++) {
            journal.add(new JournalEvent(
                    journal.size() + 1L, AT, "tool.completed", Bytes.of("{}"), Bytes.of(content), false));
        }
    }

    private JsonNode page(RunStatus status, long after, int most) {
        byte[] page =
                EventPage.of(run(status), after, most, this::events).await().atMost(Duration.ofSeconds(5));
        return Json.parse(page).orElseThrow();
    }

    private Uni<List<JournalEvent>> events(long after, int most) {
        return Uni.createFrom()
                .item(journal.stream()
                        .filter(event -> event.seq() > after)
                        .limit(most)
                        .toList());
    }

    private RunRecord run(RunStatus status) {
        return new RunRecord(
                "run_1",
                "default",
                "a",
                "rev",
                "th",
                1,
                "web",
                null,
                "run_1",
                null,
                0,
                0,
                "req",
                null,
                status,
                journal.size() + 1L,
                0,
                Totals.NONE,
                null,
                0,
                0,
                null,
                AT,
                AT,
                null,
                null);
    }

    private static List<Long> seqs(JsonNode page) {
        List<Long> seqs = new ArrayList<>();
        page.get("events").forEach(event -> seqs.add(event.get("seq").asLong()));
        return seqs;
    }
}
