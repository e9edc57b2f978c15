package io.sallyport.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.testing.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The one window that is named: a queryable tool is asked whether a key was applied and says no, and the write that was on its way
 * arrives after that answer. Provoked here on purpose, by a tool that acts long after it was asked to, and counted apart.
 */
@Tag("slow")
class WindowIT {
    private static final int RUNS = 20;
    private static final Duration LONG_ON_ITS_WAY = Duration.ofSeconds(12);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path RESULTS = Path.of(System.getProperty("sallyport.crash.results", "target"));

    @Test
    void a_write_that_arrives_after_the_look_up_is_the_only_way_to_a_second_effect() throws IOException {
        try (Cluster cluster = Cluster.start(Cluster.SHORT_LEASES, "50ms")) {
            List<String> numbers = runs(cluster);
            Injector.pause(LONG_ON_ITS_WAY);
            JsonNode seen = cluster.witness().report().path("queryable");

            int twice = 0;
            for (String number : numbers) {
                assertThat(seen.path(number + "-1").path("effects").asInt())
                        .as("effects of the provoked call %s-1", number)
                        .isBetween(1, 2);
                assertThat(seen.path(number + "-2").path("effects").asInt())
                        .as("effects of the undisturbed call %s-2", number)
                        .isEqualTo(1);
                twice += seen.path(number + "-1").path("effects").asInt() - 1;
            }
            write(twice);
        }
    }

    private static List<String> runs(Cluster cluster) {
        RunClient client = new RunClient(cluster);
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            String number = "window-" + i;
            cluster.witness().actLate("queryable", 1, LONG_ON_ITS_WAY);
            Watched watched = new Watched(client, client.start(EffectClass.QUERYABLE, number)).follow(LIMIT);
            assertThat(watched.ended()).as("%s has ended", number).isTrue();
            numbers.add(number);
        }
        return numbers;
    }

    private static void write(int twice) throws IOException {
        Files.createDirectories(RESULTS);
        Files.writeString(
                RESULTS.resolve("crash-window.json"),
                Json.parse(Json.write(Map.of("provoked", RUNS, "effectsThatHappenedTwice", twice)))
                                .toPrettyString()
                        + "\n");
    }
}
