package io.sallyport.run.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.core.json.Json;
import io.sallyport.run.machine.Fold;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.run.machine.RunEventJson;
import io.sallyport.run.machine.RunEventReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was recorded once says the same for ever. A file that fails here is never to be recorded anew: mend the reader, or the fold. */
class OldJournalsTest {
    private static final Path RECORDED = Path.of("src/test/resources/journals");

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(RECORDED)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    private static JsonNode read(Path file) throws IOException {
        return Json.parse(Files.readAllBytes(file)).orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_recorded_journal_tells_the_same_facts_for_ever(Path file) throws IOException {
        JsonNode recording = read(file);

        JsonNode facts = Json.own(Json.bytes(RecordedJournal.facts(Fold.all(RecordedJournal.journal(recording)))));

        assertThat(recording.path("facts").size()).isPositive();
        mustSay(file.getFileName().toString(), recording.path("facts"), facts);
    }

    /** Facts that were not known when it was recorded are nobody's business. */
    private static void mustSay(String where, JsonNode recorded, JsonNode now) {
        if (recorded.isObject()) {
            recorded.properties()
                    .forEach(fact -> mustSay(where + "/" + fact.getKey(), fact.getValue(), now.path(fact.getKey())));
        } else if (recorded.isArray()) {
            assertThat(now.size()).as(where).isEqualTo(recorded.size());
            for (int i = 0; i < recorded.size(); i++) {
                mustSay(where + "/" + i, recorded.get(i), now.path(i));
            }
        } else {
            assertThat(now).as(where).isEqualTo(recorded);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void what_is_read_can_be_written_again_without_losing_a_word(Path file) throws IOException {
        for (JournalEvent event : RecordedJournal.journal(read(file))) {
            RunEvent known = RunEventReader.read(event).orElseThrow();
            JournalEvent again = new JournalEvent(
                    event.seq(),
                    event.at(),
                    event.type(),
                    RunEventJson.write(known).data(),
                    RunEventJson.write(known).content(),
                    false);
            assertThat(RunEventReader.read(again)).contains(known);
        }
    }

    @Test
    void the_recordings_have_every_kind_of_event() throws IOException {
        List<Class<?>> kinds = files().stream()
                .flatMap(file -> {
                    try {
                        return RunEventReader.readAll(RecordedJournal.journal(read(file))).stream();
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                })
                .<Class<?>>map(Object::getClass)
                .distinct()
                .toList();

        assertThat(kinds).containsExactlyInAnyOrder(RunEvent.class.getPermittedSubclasses());
    }
}
