package io.sallyport.run.recorded;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.embedded.Embedded;
import io.sallyport.testing.Answer;
import io.sallyport.testing.GatewayLauncher;
import io.sallyport.testing.GatewayProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.awaitility.core.ConditionFactory;

/**
 * Has the packaged gateway perform runs of the agent that is shipped, with everything embedded, and writes down what is in its PostgreSQL
 * afterwards: {@code java … PerformedRuns FOLDER}, from the project's folder. As with {@link Recorder}, no file is written over.
 */
public final class PerformedRuns {
    private static final Path TOOL = Path.of("catalog", "tools", "create_order.yaml");

    private final GatewayProcess gateway;

    /** Ids of runs, by what is to be said about them. */
    private final Map<String, String> runs = new LinkedHashMap<>();

    private PerformedRuns(GatewayProcess gateway) {
        this.gateway = gateway;
    }

    public static void main(String... args) throws IOException, SQLException {
        Path folder = Path.of(args[0]);
        record(folder, GatewayProcess.embedded().shipped(), PerformedRuns::orders);
        String approved = Files.readString(TOOL).replace("approval: never", "approval: always");
        record(
                folder,
                GatewayProcess.embedded().shipped().catalogFile("tools/create_order.yaml", approved),
                PerformedRuns::decisions);
    }

    private static void record(Path folder, GatewayLauncher launcher, Consumer<PerformedRuns> perform)
            throws IOException, SQLException {
        Path data = Files.createTempDirectory("sallyport-performed");
        Map<String, String> runs;
        try (GatewayProcess gateway = launcher.dataDir(data).start()) {
            PerformedRuns performed = new PerformedRuns(gateway);
            perform.accept(performed);
            runs = performed.runs;
        }
        Embedded.Started stores = Embedded.start(data, "");
        try (StoredJournals journals = StoredJournals.open(stores.settings())) {
            for (Map.Entry<String, String> run : runs.entrySet()) {
                Recorder.write(folder, run.getKey(), journals.of(run.getValue()));
            }
        } finally {
            stores.services().stop();
        }
    }

    private void orders() {
        ended("order", begin("Order 2 blue mugs"), "COMPLETED");

        String killed = begin("Order 2 slow mugs");
        patiently()
                .until(() ->
                        gateway.client().get("/embedded/shop/orders").body().contains("slow mugs"));
        gateway.kill9();
        gateway.restart();
        ended("order, killed in the middle of its call and taken over", killed, "COMPLETED");

        String thinking = begin("Order 2 red mugs, slowly");
        patiently().until(() -> shown(thinking).path("steps").size() == 1);
        told(post(thinking, "cancel", "{\"reason\":\"changed my mind\"}"), 202);
        ended("order, cancelled while the model thinks", thinking, "CANCELLED");
    }

    private void decisions() {
        ended("order, approved", decided("Order 3 green mugs", "approve"), "COMPLETED");
        ended("order, denied", decided("Order 4 green mugs", "deny"), "COMPLETED");
    }

    private String decided(String wish, String decision) {
        String run = begin(wish);
        JsonNode waiting = inStatus(run, "WAITING_APPROVAL");
        String approval = waiting.at("/waiting/approvals/0").asText();
        told(post(run, "approvals/" + approval, "{\"decision\":\"" + decision + "\"}"), 200);
        return run;
    }

    private String begin(String wish) {
        Answer accepted = gateway.client().post("/v1/agents/order-desk/runs", "{\"input\":\"" + wish + "\"}");
        told(accepted, 202);
        return accepted.json().path("id").asText();
    }

    private Answer post(String run, String what, String body) {
        return gateway.client().post("/v1/runs/" + run + "/" + what, body);
    }

    private static void told(Answer answer, int status) {
        if (answer.status() != status) {
            throw new IllegalStateException(answer.toString());
        }
    }

    private void ended(String about, String run, String status) {
        var _ = inStatus(run, status);
        runs.put(about, run);
    }

    private JsonNode inStatus(String run, String status) {
        return patiently()
                .alias(run + " becomes " + status)
                .until(() -> shown(run), one -> one.path("status").asText().equals(status));
    }

    private JsonNode shown(String run) {
        return gateway.client().get("/v1/runs/" + run).json();
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(100));
    }
}
