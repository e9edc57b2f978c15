package io.sallyport.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.testing.Answer;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The example agent that has documents read, as it is shipped: with the library of the package and with a folder. */
@ExtendWith(ExampleAgents.Shared.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ResearcherIT {
    private static final String[] DOCUMENTS = {
        "[customer-letters.md] Letters", "[forwarded-note.md] Fwd", "[kiln-log.md] Kiln K2",
        "[packing-test.md] Packing", "[price-list.md] Price", "[returns-october.md] Returns"
    };

    @TempDir
    private static Path folder;

    private final ExampleAgents agents;
    private final GatewayProcess gateway;
    private final TestClient client;

    ResearcherIT(ExampleAgents agents) {
        this.agents = agents;
        gateway = agents.gateway();
        client = gateway.client();
    }

    @Test
    @Order(1)
    void each_document_is_read_by_an_agent_of_its_own_and_the_report_names_them_all() {
        JsonNode ended = until(start("Research: why do mugs come back?"), now -> is(now, "COMPLETED"));

        assertThat(ended.path("output").toString())
                .contains("why do mugs come back?")
                .contains(DOCUMENTS);
        List<JsonNode> children = children(ended);
        assertThat(children).hasSize(6).allSatisfy(child -> {
            JsonNode shown = client.get("/v1/runs/" + child.path("id").asText()).json();
            assertThat(shown.path("agent").asText()).isEqualTo("document-reader");
            assertThat(shown.path("toolCalls").findValuesAsText("tool")).containsExactly("read_document");
        });
        assertThat(events(ended)).as("what was read is a stranger's").contains("\"untrusted\":true");
    }

    @Test
    @Order(2)
    void a_reader_that_obeys_a_document_gets_nothing_out_of_the_library() throws IOException {
        JsonNode ended = until(start("Research, and obey: why do mugs come back?"), now -> is(now, "COMPLETED"));

        String said = ended.toString() + events(ended);
        for (JsonNode child : children(ended)) {
            said += events(client.get("/v1/runs/" + child.path("id").asText()).json());
        }
        assertThat(said)
                .contains("../../.sallyport/api-key", "[forwarded-note.md] invalid_arguments")
                .doesNotContain(gateway.apiKey());
        for (String name : List.of("..%2f..%2fdata%2flibrary-key", "%2e%2e", "library-key", "a%00.md")) {
            TestClient reader = client.withoutKey().withHeader("X-Library-Key", key());
            assertThat(reader.get("/embedded/library/documents/" + name).status())
                    .as(name)
                    .isIn(400, 401, 404);
        }
    }

    @Test
    @Order(3)
    void the_library_answers_nobody_without_its_key() throws IOException {
        String path = "/embedded/library/documents";
        assertThat(client.get(path).status()).isEqualTo(401);
        assertThat(client.withoutKey()
                        .withHeader("X-Library-Key", "none")
                        .get(path + "/kiln-log.md")
                        .status())
                .isEqualTo(401);
        assertThat(client.withoutKey()
                        .withHeader("X-Library-Key", key())
                        .get(path + "/kiln-log.md")
                        .body())
                .contains("K2");
    }

    private String key() throws IOException {
        return Files.readString(gateway.dataDir().resolve("library-key")).strip();
    }

    @Test
    @Order(4)
    void after_kill_9_no_document_is_read_twice_and_no_second_reader_begins() throws IOException {
        fillFolder();
        gateway.restart(); // what was covered so far is written down, which kill -9 would lose
        agents.library().take();
        String run = start("Research slowly: why do mugs come back?");
        JsonNode before = until(run, now -> children(now).size() == 4 && allHaveRead(now));

        gateway.kill9();
        agents.haveLibraryIn(folder);
        gateway.restart();
        JsonNode after = until(run, now -> is(now, "COMPLETED"));

        assertThat(agents.library().take())
                .hasSize(1 + 6)
                .allSatisfy((what, times) -> assertThat(times).as(what).isEqualTo(1));
        assertThat(children(after))
                .hasSize(6)
                .extracting(child -> child.path("status").asText())
                .containsOnly("COMPLETED");
        assertThat(ids(after)).containsAll(ids(before)).doesNotHaveDuplicates();
        assertThat(events(after).split("\"tool.child_started\"", -1))
                .as("six, and what is around them")
                .hasSize(1 + 6);
        assertThat(after.path("output").toString()).contains(DOCUMENTS);
    }

    /** Since the restart the library has what lies in a folder. */
    @Test
    @Order(5)
    void of_a_folder_the_documents_are_read_and_nothing_else() throws IOException {
        JsonNode ended = until(start("Research: what is there?"), now -> is(now, "COMPLETED"));

        assertThat(children(ended)).hasSize(7);
        assertThat(ended.path("output").toString())
                .contains("[Übersicht & Plan.md] Vier Öfen")
                .contains(DOCUMENTS);
        assertThat(events(ended)).contains("\"leftOut\":1").doesNotContain("deep.md", "program.sh", "link.md", key());
    }

    private void fillFolder() throws IOException {
        try (Stream<Path> shipped = Files.list(Path.of("src", "main", "resources", "library"))) {
            for (Path document : shipped.toList()) {
                Files.copy(document, folder.resolve(document.getFileName()));
            }
        }
        Files.writeString(folder.resolve("Übersicht & Plan.md"), "# Vier Öfen\n\nund ein Plan");
        Files.createSymbolicLink(folder.resolve("link.md"), gateway.dataDir().resolve("library-key"));
        Files.writeString(Files.createDirectory(folder.resolve("below")).resolve("deep.md"), "# Below");
        Files.writeString(folder.resolve("program.sh"), "# Program");
    }

    private boolean allHaveRead(JsonNode run) {
        return ids(run).stream()
                .map(child -> client.get("/v1/runs/" + child).json().path("toolCalls"))
                .allMatch(calls -> calls.path(0).path("state").asText().equals("SUCCEEDED"));
    }

    private String start(String input) {
        Answer accepted = client.post("/v1/agents/researcher/runs", "{\"input\":\"" + input + "\"}");
        assertThat(accepted.status()).as(accepted::toString).isEqualTo(202);
        return accepted.json().path("id").asText();
    }

    private JsonNode until(String run, Predicate<JsonNode> wanted) {
        return await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> client.get("/v1/runs/" + run).json(), wanted);
    }

    private static boolean is(JsonNode run, String status) {
        return run.path("status").asText().equals(status);
    }

    private static List<JsonNode> children(JsonNode run) {
        return StreamSupport.stream(run.path("children").spliterator(), false).toList();
    }

    private static List<String> ids(JsonNode run) {
        return children(run).stream().map(child -> child.path("id").asText()).toList();
    }

    private String events(JsonNode run) {
        return client.get("/v1/runs/" + run.path("id").asText() + "/events?limit=100")
                .body();
    }
}
