package io.sallyport.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A gateway as its users run it: the packaged jar in a process of its own, on a free port, with folders of its own. It can be killed,
 * terminated and started again on the same folders; closing it leaves nothing behind, and neither does the end of this JVM.
 */
public final class GatewayProcess implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofSeconds(90);
    private static final Duration RELOADED_WITHIN = Duration.ofSeconds(15);
    private static final Duration DOWN_WITHIN = Duration.ofSeconds(40);
    private static final Path LOGS = Path.of("target", "gateway-logs");
    private static final AtomicInteger LOG_NUMBERS = new AtomicInteger();

    private final GatewayLauncher launcher;
    private final GatewayHome home;
    private final int port;
    private final String apiKey;
    private final Path log = LOGS.resolve(
                    "gateway-" + GatewayLauncher.LANE + "-" + LOG_NUMBERS.incrementAndGet() + ".log")
            .toAbsolutePath();
    private final Thread cleanUp = new Thread(this::end, "gateway clean-up");
    private @Nullable Process process;
    private boolean ended;

    GatewayProcess(GatewayLauncher launcher, GatewayHome home, int port, String apiKey) {
        this.launcher = launcher;
        this.home = home;
        this.port = port;
        this.apiKey = apiKey;
        Runtime.getRuntime().addShutdownHook(cleanUp);
    }

    /** With everything of its own, and a key for {@code demo} that clients made here use. */
    public static GatewayLauncher embedded() {
        return new GatewayLauncher("embedded").apiKey("sp_for-tests-only-0123456789-abcdefghij");
    }

    /** Against services that the environment names. */
    public static GatewayLauncher prod() {
        return new GatewayLauncher("prod");
    }

    /** In a profile of another name, which is held to the rules of {@code prod}. */
    public static GatewayLauncher profile(String name) {
        return new GatewayLauncher(name);
    }

    public String baseUrl() {
        return "http://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    public String apiKey() {
        return apiKey;
    }

    public Path dataDir() {
        return home.data();
    }

    public Path catalogDir() {
        return home.catalog();
    }

    /** A client that holds this gateway's key. */
    public TestClient client() {
        return new TestClient(baseUrl(), apiKey);
    }

    /** Everything it has printed so far. */
    public String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void launch() {
        try {
            Files.createDirectories(LOGS);
            ProcessBuilder builder = launcher.process(home, port);
            process = builder.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it serves; fails at once, with the end of its log, when it gives up. */
    public void awaitReady() {
        await().alias("the gateway is ready")
                .atMost(READY_WITHIN)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> !running().isAlive() || isReady());
        assertThat(running().isAlive())
                .as(() -> "the gateway is still running after its start; its log ends:\n" + logTail())
                .isTrue();
    }

    /** Whether readiness answers 200 at this moment. */
    public boolean isReady() {
        return client().statusOf("/q/health/ready")
                .filter(status -> status == 200)
                .isPresent();
    }

    /** Waits for it to end by itself. */
    public int awaitExit(Duration within) {
        try {
            assertThat(running().waitFor(within.toMillis(), TimeUnit.MILLISECONDS))
                    .as(() -> "the gateway ended within %s; its log ends:%n%s".formatted(within, logTail()))
                    .isTrue();
            return running().exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Kills it as a crash does: no handler runs, its stores stay behind. */
    public void kill9() {
        running().destroyForcibly();
        var code = awaitExit(DOWN_WITHIN);
        assertThat(code).as("exit code of a killed process").isNotZero();
    }

    /** Sends SIGTERM and returns at once. */
    public void signalTerminate() {
        running().destroy();
    }

    /** Sends SIGTERM and waits for the end; its exit code. */
    public int terminate() {
        signalTerminate();
        return awaitExit(DOWN_WITHIN);
    }

    /** Starts it again, on the same port and the same folders, and waits until it is ready. */
    public void restart() {
        if (running().isAlive()) {
            assertThat(terminate()).as("exit code after SIGTERM").isIn(0, 143);
        }
        launch();
        awaitReady();
    }

    /** Whether its process lives, ready or not. */
    public boolean isAlive() {
        return running().isAlive();
    }

    public long pid() {
        return running().pid();
    }

    /** Its embedded server that runs {@code program}, to be frozen or killed. */
    public ProcessHandle server(String program) {
        return Leftovers.of(home.data()).stream()
                .filter(process -> process.info().command().orElse("").endsWith("/" + program))
                .findFirst()
                .orElseThrow();
    }

    /** How many servers work on {@code folder}, with or without this gateway; the processes that serve one connection are not counted. */
    public long servers(Path folder) {
        return Leftovers.roots(folder).size();
    }

    /** Replaces {@code models.yaml} and waits until the gateway works with it. */
    public void writeCatalog(String models) {
        writeCatalogFile("models.yaml", models);
    }

    /** Replaces a file of the catalogue and waits until the gateway works with it. */
    public void writeCatalogFile(String name, String text) {
        if (home.catalogFileIs(name, text)) {
            return;
        }
        String before = revision();
        home.writeCatalogFile(name, text);
        awaitOtherRevision(before, name + " was written");
    }

    /** Replaces a file of the prompts and waits until the gateway works with it. */
    public void writePromptFile(String name, String text) {
        String before = revision();
        home.writePromptFile(name, text);
        awaitOtherRevision(before, name + " was written");
    }

    private void awaitOtherRevision(String before, String what) {
        await().alias("the gateway shows another revision after " + what)
                .atMost(RELOADED_WITHIN)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(revision())
                        .as(() -> "revision; the catalogue says: " + catalog())
                        .isNotEqualTo(before));
    }

    /** Replaces a file of the catalogue and waits for nothing. */
    public void placeCatalogFile(String name, String text) {
        home.writeCatalogFile(name, text);
    }

    /** Replaces a file of the prompts, such as {@code order-desk/main.v2.prompt}, and waits for nothing. */
    public void placePromptFile(String name, String text) {
        home.writePromptFile(name, text);
    }

    /** Removes a file of the catalogue and waits for nothing. */
    void takeCatalogFile(String name) {
        home.deleteCatalogFile(name);
    }

    /** Removes a file of the prompts and waits for nothing. */
    void takePromptFile(String name) {
        home.deletePromptFile(name);
    }

    /** Removes a file of the catalogue and waits until the gateway works without it. */
    public void deleteCatalogFile(String name) {
        String before = revision();
        home.deleteCatalogFile(name);
        awaitOtherRevision(before, name + " was deleted");
    }

    /** What {@code GET /v1/admin/catalog} says. */
    public JsonNode catalog() {
        return client().get("/v1/admin/catalog").json();
    }

    private String revision() {
        return catalog().path("revision").asText();
    }

    public Metrics metrics() {
        return Metrics.parse(client().get("/q/metrics").body());
    }

    /** The why-chosen records of {@code route}, newest first. */
    public List<Decision> decisions(String route) {
        return Decision.list(
                client().get("/v1/admin/routes/" + route + "/decisions").json());
    }

    /** The record of one request; it is written when the request ends, so it is waited for. */
    public Decision decision(String route, String requestId) {
        String path = "/v1/admin/routes/%s/decisions?requestId=%s".formatted(route, requestId);
        return await().alias("the decision record of " + requestId)
                .atMost(Duration.ofSeconds(5))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> Decision.list(client().get(path).json()), list -> !list.isEmpty())
                .getFirst();
    }

    /** Has it collect its garbage, so that what is in use afterwards is really in use. */
    public void collectGarbage() {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(pid()),
                            "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(jcmd.waitFor(20, TimeUnit.SECONDS)).as("jcmd ended").isTrue();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(cleanUp);
        } catch (IllegalStateException ending) {
            // The JVM ends already, and with it whoever is shared by all its tests.
        }
    }

    /** Also by the JVM's end, and then perhaps by two at once; gracefully, since what was covered is written down then. */
    private synchronized void end() {
        if (ended) {
            return;
        }
        ended = true;
        try {
            if (process != null && process.isAlive()) {
                terminate();
            }
        } finally {
            killEverything();
            home.delete();
        }
    }

    private void killEverything() {
        if (process != null) {
            process.destroyForcibly();
        }
        Leftovers.kill(home.root());
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("the gateway was never started");
        }
        return process;
    }

    private String logTail() {
        String text = log();
        return text.substring(Math.max(0, text.length() - 4000));
    }
}
