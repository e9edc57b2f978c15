package io.sallyport.run.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.checkpoint.NewEvent;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.core.Bytes;
import io.sallyport.core.json.Json;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunEventJsonTest {
    private static final Instant AT = Instant.parse("2026-05-01T10:00:00Z");
    private static final String SAID = "my own words";

    static Stream<RunEvent> samples() {
        return new SampleEvents(SAID).all().stream();
    }

    private static JournalEvent stored(NewEvent event) {
        return new JournalEvent(1, AT, event.type(), event.data(), event.content(), false);
    }

    private static JournalEvent erased(NewEvent event) {
        return new JournalEvent(1, AT, event.type(), event.data(), null, true);
    }

    private static Optional<RunEvent> again(RunEvent event) {
        return RunEventReader.read(stored(RunEventJson.write(event)));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void an_event_is_read_as_it_was_written(RunEvent event) {
        assertThat(again(event)).contains(event);
    }

    @Test
    void every_kind_of_event_and_every_name_is_among_the_samples() {
        assertThat(samples().<Class<?>>map(Object::getClass).distinct())
                .containsExactlyInAnyOrder(RunEvent.class.getPermittedSubclasses());
        assertThat(samples().map(event -> RunEventJson.write(event).type()).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(EventType.values()).map(EventType::wire).toList());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_skeleton_holds_nothing_that_anybody_said_and_no_member_of_the_envelope(RunEvent event) {
        NewEvent written = RunEventJson.write(event);

        assertThat(written.data().text()).doesNotContain(SAID);
        assertThat(Json.own(written.data())).isInstanceOf(ObjectNode.class);
        assertThat(Json.own(written.data()).fieldNames())
                .toIterable()
                .doesNotContain("type", "run", "seq", "at", "content", "erased");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\0b",
                "\0",
                "lone \ud800 high",
                "lone \udc00 low",
                "\udc00\ud800",
                "pair \ud83d\ude00",
                "\u2028\ufeff\ufffe"
            })
    void any_character_survives(String said) {
        assertThat(new SampleEvents(said).all()).allSatisfy(event -> {
            assertThat(again(event)).contains(event);
            NewEvent written = RunEventJson.write(event);
            Bytes content = written.content() == null ? written.data() : written.content();
            assertThat(Bytes.of(content.text())).as("well-formed UTF-8").isEqualTo(content);
        });
    }

    @Test
    void any_character_survives_in_arguments_and_gives_one_canonical_form() {
        JsonNode arguments = Json.parse("{\"b\":\"\\ud800\",\"a\":\"\\u0000\"}").orElseThrow();

        assertThat(Json.own(Json.bytes(arguments))).isEqualTo(arguments);
        assertThat(Json.canonical(arguments)).isEqualTo(Json.canonical(Json.own(Json.bytes(arguments))));
        assertThat(Json.canonical(arguments).text()).startsWith("{\"a\":");
    }

    @Test
    void an_event_of_a_later_version_is_skipped() {
        JournalEvent later = new JournalEvent(2, AT, "tool.teleported", Bytes.of("{\"call\":\"call_1\"}"), null, false);

        assertThat(RunEventReader.read(later)).isEmpty();
        assertThat(Fold.all(List.of(later))).isEqualTo(RunState.EMPTY);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void members_of_a_later_version_are_skipped(RunEvent event) {
        NewEvent written = RunEventJson.write(event);
        ObjectNode more = (ObjectNode) Json.own(written.data());
        more.putObject("later").put("x", 1);

        assertThat(RunEventReader.read(stored(new NewEvent(written.type(), Json.bytes(more), written.content()))))
                .contains(event);
    }

    @Test
    void what_the_first_version_did_not_write_has_a_value_all_the_same() {
        RunEvent event =
                read("tool.retrying", "{\"call\":\"call_1\",\"attempt\":2,\"code\":\"later\",\"afterMillis\":5}");

        assertThat(event).isEqualTo(new RunEvent.ToolAgain("call_1", 2, "later", 5, false));
        assertThat(read("run.waiting", "{\"status\":\"WAITING_TIMER\",\"forMillis\":7}"))
                .isEqualTo(new RunEvent.Waiting(RunStatus.WAITING_TIMER, 7, Json.object()));
    }

    private static RunEvent read(String type, String data) {
        return RunEventReader.read(new JournalEvent(1, AT, type, Bytes.of(data), null, false))
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void what_was_erased_is_gone_and_what_the_skeleton_says_stays(RunEvent event) {
        NewEvent written = RunEventJson.write(event);

        RunEvent left = RunEventReader.read(erased(written)).orElseThrow();

        assertThat(left.toString()).doesNotContain(SAID);
        assertThat(RunEventJson.write(left).data()).isEqualTo(written.data());
    }
}
