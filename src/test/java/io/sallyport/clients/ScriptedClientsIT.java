package io.sallyport.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The official OpenAI SDKs for Python and Node, installed at pinned versions into {@code target/clients}. */
@Tag("slow")
@ExtendWith(ClientStage.Shared.class)
class ScriptedClientsIT {
    private static final Duration INSTALL = Duration.ofMinutes(5);
    private static final Duration CHECK = Duration.ofMinutes(2);
    private static final Path SOURCES = Path.of("src", "test", "clients").toAbsolutePath();
    private static final Path INSTALLED = Path.of("target", "clients").toAbsolutePath();

    private static ClientStage stage;

    @BeforeAll
    static void open(ClientStage shared) {
        stage = shared;
    }

    @Test
    void the_python_sdk_streams_calls_tools_aborts_and_gets_each_error_right() {
        String venv = INSTALLED.resolve("python").toString();
        String python = INSTALLED.resolve("python/bin/python").toString();
        run("python-venv", INSTALL, List.of("python3", "-m", "venv", venv));
        String wanted = SOURCES.resolve("python/requirements.txt").toString();
        run(
                "python-install",
                INSTALL,
                List.of(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", wanted));

        checks("python", List.of(python, SOURCES.resolve("python/check.py").toString()));
    }

    @Test
    void the_node_sdk_streams_calls_tools_aborts_and_gets_each_error_right() {
        String home = INSTALLED.resolve("node").toString();
        run("node-copy", CHECK, List.of("cp", "-r", SOURCES.resolve("node").toString(), INSTALLED.toString()));
        run("node-install", INSTALL, List.of("npm", "install", "--prefix", home, "--no-audit", "--no-fund"));

        checks("node", List.of("node", home + "/check.mjs"));
    }

    private static void checks(String name, List<String> line) {
        int cancels = stage.lane("slow").cancels();
        assertThat(run(name, CHECK, line).lines())
                .as("one line for each check")
                .hasSize(10)
                .allMatch(said -> said.startsWith("ok"));
        await().atMost(Duration.ofSeconds(5)).until(() -> stage.lane("slow").cancels() == cancels + 1);
    }

    private static String run(String name, Duration within, List<String> line) {
        return Commands.run(name, within, Map.of("BASE_URL", stage.baseUrl(), "API_KEY", stage.apiKey()), line);
    }
}
