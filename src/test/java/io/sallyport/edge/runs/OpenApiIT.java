package io.sallyport.edge.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.sallyport.testing.Answer;
import io.sallyport.testing.TestClient;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The API's description is served, is a valid document, has everything that is served, and tells the truth. */
@ExtendWith(RunsStage.Shared.class)
class OpenApiIT {
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

    private final RunsStage stage;
    private final ApiDescription description;

    OpenApiIT(RunsStage stage) {
        this.stage = stage;
        this.description =
                new ApiDescription(stage.web.get("/openapi?format=json").body());
    }

    /** A method of a resource. */
    private record Served(String method, String path) {}

    @Test
    void it_is_for_whoever_has_a_credential_and_for_nobody_else() {
        assertThat(stage.web.get("/openapi").status()).isEqualTo(200);
        assertThat(stage.web.withoutKey().get("/openapi").status()).isEqualTo(401);
    }

    @Test
    void it_is_a_valid_document() {
        assertThat(description.complaints()).isEmpty();
        assertThat(description.operationIds())
                .as("every operation has a name of its own")
                .doesNotHaveDuplicates()
                .hasSize((int) description.operations());
    }

    @Test
    void every_method_of_every_resource_is_in_it_and_so_are_the_raw_routes() {
        assertThat(resources())
                .contains(new Served("POST", "/v1/agents/{agent}/runs"), new Served("GET", "/v1/admin/catalog"))
                .filteredOn(served -> !description.has(served.method(), served.path()))
                .as("resources that the description does not have")
                .isEmpty();
        assertThat(description.has("POST", "/v1/chat/completions")).isTrue();
        assertThat(description.has("POST", "/v1/embeddings")).isTrue();
        assertThat(description.has("GET", "/v1/models")).isTrue();
        assertThat(description.has("GET", "/v1/models/{model}")).isTrue();
    }

    @Test
    void headers_and_cursors_are_in_it() {
        String events = "/v1/runs/{run}/events";
        assertThat(description.parameters("GET", events)).contains("after", "limit", "Last-Event-ID");
        for (String name : new String[] {"after", "Last-Event-ID"}) {
            assertThat(description.takes("GET", events, name, "7")).isTrue();
            assertThat(description.takes("GET", events, name, "7.1.3")).isTrue();
            assertThat(description.takes("GET", events, name, "x")).isFalse();
        }
        String chat = "/v1/chat/completions";
        assertThat(description.parameters("POST", chat))
                .containsExactlyInAnyOrder("Idempotency-Key", "X-Sallyport-Thread", "X-Request-Timeout");
        assertThat(description.headers("POST", chat, 200))
                .contains("X-Sallyport-Run", "X-Sallyport-Thread", "Idempotent-Replayed");
        assertThat(description.headers("POST", "/v1/tools/{tool}/calls", 200))
                .containsExactlyInAnyOrder("X-Sallyport-Call", "Idempotent-Replayed");
    }

    @Test
    void chat_completions_take_no_more_metadata_than_runs_do() {
        String chat = "{\"model\":\"agents/order-desk\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],"
                + "\"metadata\":{\"a\":\"" + "x".repeat(5000) + "\"}}";

        Answer refused = stage.web.post("/v1/chat/completions", chat);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains("metadata.a");
    }

    @Test
    void what_is_answered_is_what_it_says() {
        String order = "{\"input\":\"hello\"}";
        Answer accepted = stage.web.post("/v1/agents/order-desk/runs", order);
        String run = "/v1/runs/" + accepted.json().path("id").asText();

        description.holdsFor("POST", "/v1/agents/{agent}/runs", accepted);
        description.holdsFor("POST", "/v1/agents/{agent}/runs", stage.web.post("/v1/agents/hidden/runs", order));
        description.holdsFor("GET", "/v1/runs", stage.web.get("/v1/runs"));
        description.holdsFor("GET", "/v1/runs/{run}", stage.web.get(run));
        description.holdsFor("GET", "/v1/runs/{run}", stage.other.get(run));
        description.holdsFor("GET", "/v1/runs/{run}/events", stage.web.get(run + "/events"));
        description.holdsFor("POST", "/v1/runs/{run}/cancel", stage.web.post(run + "/cancel", "{}"));
        description.holdsFor("DELETE", "/v1/runs/{run}", stage.web.delete(run));
        description.holdsFor("POST", "/v1/runs/{run}/input", stage.web.post(run + "/input", "{\"answer\":1}"));
        description.holdsFor(
                "GET",
                "/v1/threads/{thread}",
                stage.web.get("/v1/threads/" + accepted.json().path("thread").asText()));
        description.holdsFor("GET", "/v1/approvals", stage.web.get("/v1/approvals"));
        description.holdsFor("GET", "/v1/usage", stage.web.get("/v1/usage"));
        description.holdsFor("GET", "/v1/usage", stage.web.get("/v1/usage?from=x"));
        description.holdsFor("GET", "/v1/models", stage.web.get("/v1/models"));
        description.holdsFor("GET", "/v1/models/{model}", stage.web.get("/v1/models/chat-runs"));
        description.holdsFor("GET", "/v1/models/{model}", stage.web.get("/v1/models/none"));
    }

    @Test
    void what_administrators_are_answered_is_what_it_says_too() {
        TestClient admin = stage.operator;
        Answer made = admin.post("/v1/admin/api-keys", "{\"client\":\"web-chat\"}");

        description.holdsFor("POST", "/v1/admin/api-keys", made);
        description.holdsFor("POST", "/v1/admin/api-keys", admin.post("/v1/admin/api-keys", "{}"));
        description.holdsFor("GET", "/v1/admin/api-keys", admin.get("/v1/admin/api-keys"));
        description.holdsFor(
                "DELETE",
                "/v1/admin/api-keys/{id}",
                admin.delete("/v1/admin/api-keys/" + made.json().path("id").asText()));
        description.holdsFor("GET", "/v1/admin/catalog", admin.get("/v1/admin/catalog"));
        description.holdsFor("GET", "/v1/admin/providers", admin.get("/v1/admin/providers"));
        description.holdsFor("GET", "/v1/admin/usage", admin.get("/v1/admin/usage?groupBy=principal,day"));
        description.holdsFor("GET", "/v1/admin/agents", admin.get("/v1/admin/agents"));
        description.holdsFor(
                "GET", "/v1/admin/routes/{route}/decisions", admin.get("/v1/admin/routes/chat-runs/decisions"));
    }

    private static List<Served> resources() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.sallyport").stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .flatMap(OpenApiIT::methods)
                        .toList();
    }

    private static Stream<Served> methods(JavaClass resource) {
        String root = resource.getAnnotationOfType(Path.class).value();
        return resource.getMethods().stream()
                .flatMap(method -> METHODS.stream()
                        .filter(name -> method.isAnnotatedWith("jakarta.ws.rs." + name))
                        .map(name -> new Served(name, described(root + path(method)))));
    }

    /** What a parameter may look like stands with the parameter there, and not in the path. */
    private static String described(String path) {
        return path.replaceAll("\\{(\\w+):[^}]*}", "{$1}");
    }

    private static String path(JavaMethod method) {
        return method.tryGetAnnotationOfType(Path.class).map(Path::value).orElse("");
    }
}
