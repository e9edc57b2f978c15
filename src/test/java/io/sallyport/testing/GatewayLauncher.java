package io.sallyport.testing;

import io.sallyport.embedded.PreparedData;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Says how a gateway under test is to be started: {@code GatewayProcess.embedded().catalog(yaml).env(name, value).start()}. */
public final class GatewayLauncher {
    /** The system property naming the packaged jar, where it is not in the usual place. */
    private static final String JAR = System.getProperty("sallyport.jar", "target/quarkus-app/quarkus-run.jar");

    /** The system property naming JaCoCo's agent: then what the gateway runs counts as covered. */
    private static final String COVERAGE_AGENT = System.getProperty("jacoco.agent", "");

    private static final AtomicInteger STARTS = new AtomicInteger();

    /** Several JVMs test at once. */
    static final String LANE = System.getProperty("sallyport.lane", "lane1");

    /** Principals: none beside those that a gateway has by itself. */
    static final String NOBODY = "principals: []\n";

    private static final String EMBEDDED = "embedded";

    private final String profile;
    private final Map<String, String> env = new LinkedHashMap<>();
    private final Map<String, String> catalogFiles = new LinkedHashMap<>();
    private final Map<String, String> promptFiles = new LinkedHashMap<>();
    private final List<String> jvmOptions = new ArrayList<>();
    private String apiKey = "";
    private boolean covered = true;
    private boolean archived = true;
    private @Nullable Path dataDir;

    GatewayLauncher(String profile) {
        this.profile = profile;
        catalogFile("principals.yaml", NOBODY);
    }

    public GatewayLauncher env(String name, String value) {
        env.put(name, value);
        return this;
    }

    public GatewayLauncher jvmOption(String option) {
        jvmOptions.add(option);
        return this;
    }

    /** The text of {@code models.yaml}. */
    public GatewayLauncher catalog(String models) {
        return catalogFile("models.yaml", models);
    }

    /** A file of the catalogue, such as {@code agents/order-desk.yaml}. */
    public GatewayLauncher catalogFile(String name, String text) {
        catalogFiles.put(name, text);
        return this;
    }

    /** The catalogue and the prompts that are shipped, all of them. */
    public GatewayLauncher shipped() {
        catalogFiles.putAll(GatewayHome.texts(Path.of("catalog")));
        promptFiles.putAll(GatewayHome.texts(Path.of("prompts")));
        return this;
    }

    /** A file of the prompts' folder, such as {@code order-desk/main.v1.prompt}. */
    public GatewayLauncher promptFile(String name, String text) {
        promptFiles.put(name, text);
        return this;
    }

    /** The key its clients use; an embedded gateway also takes it as its own. */
    public GatewayLauncher apiKey(String key) {
        apiKey = key;
        return this;
    }

    /** Another gateway's data folder, instead of a fresh one of its own. */
    public GatewayLauncher dataDir(Path folder) {
        dataDir = folder;
        return this;
    }

    /** What it runs is not noted: for gateways that are to be killed in time. */
    public GatewayLauncher withoutCoverage() {
        covered = false;
        return this;
    }

    /** Without the archive of classes: for the gateway that makes it. */
    GatewayLauncher withoutArchive() {
        archived = false;
        return this;
    }

    /** Starts it and waits until it is ready. */
    public GatewayProcess start() {
        GatewayProcess gateway = launch();
        gateway.awaitReady();
        return gateway;
    }

    /** Starts it and waits for nothing: for tests of starts that fail. */
    public GatewayProcess launch() {
        GatewayHome home = GatewayHome.create(catalogFiles, promptFiles);
        if (profile.equals(EMBEDDED) && dataDir == null) {
            PreparedData.in(home.data());
        }
        GatewayProcess gateway = new GatewayProcess(this, home, Ports.free(), apiKey);
        gateway.launch();
        return gateway;
    }

    ProcessBuilder process(GatewayHome home, int port) {
        ProcessBuilder builder = new ProcessBuilder(commandLine());
        builder.directory(home.root().toFile());
        builder.environment().keySet().removeIf(GatewayLauncher::configuresGateways);
        builder.environment().put("QUARKUS_PROFILE", profile);
        builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        // Nobody spreads load over gateways under test: they need not serve on after the signal to end.
        builder.environment().put("SALLYPORT_SHUTDOWN_DELAY", "0s");
        builder.environment().put("SALLYPORT_CATALOG_DIR", home.catalog().toString());
        builder.environment().put("SALLYPORT_PROMPTS_DIR", home.prompts().toString());
        if (profile.equals(EMBEDDED)) {
            Path data = dataDir == null ? home.data() : dataDir;
            builder.environment().put("SALLYPORT_DATA_DIR", data.toString());
            builder.environment().put("SALLYPORT_EMBEDDED_API_KEY", apiKey);
        }
        builder.environment().putAll(env);
        return builder;
    }

    private static boolean configuresGateways(String variable) {
        return variable.startsWith("QUARKUS_") || variable.startsWith("SALLYPORT_");
    }

    /** The native executable, where that is what is tested. */
    public static Optional<Path> executable() {
        return Optional.ofNullable(System.getProperty("sallyport.executable")).map(Path::of);
    }

    private List<String> commandLine() {
        return executable()
                .map(program -> List.of(program.toAbsolutePath().toString()))
                .orElseGet(this::javaCommandLine);
    }

    private List<String> javaCommandLine() {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        line.addAll(jvmOptions);
        if (archived) {
            ClassArchive.of(Path.of(JAR)).ifPresent(archive -> line.add("-XX:SharedArchiveFile=" + archive));
        }
        coverage().ifPresent(line::add);
        line.addAll(List.of("-jar", new File(JAR).getAbsolutePath()));
        return line;
    }

    /** Of our own classes only: an agent that rewrites every library's too makes a start half as long again. */
    private Optional<String> coverage() {
        if (!covered || COVERAGE_AGENT.isEmpty()) {
            return Optional.empty();
        }
        File execution = new File("target/jacoco-gateway-" + LANE + "-" + STARTS.incrementAndGet() + ".exec");
        return Optional.of("-javaagent:%s=destfile=%s,includes=io.sallyport.*"
                .formatted(COVERAGE_AGENT, execution.getAbsolutePath()));
    }
}
