package io.sallyport.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The processes that are measured, all running for the whole session. */
final class Stage implements AutoCloseable {
    private static final List<String> SERVER_JVM_OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-Xms128m",
            "-Xmx512m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private final Plan plan;
    private final int upstreamPort = ChildProcess.freePort();
    private final List<Target> targets = new ArrayList<>();

    private Stage(Plan plan) {
        this.plan = plan;
    }

    static Stage start(Plan plan) throws IOException, InterruptedException {
        Stage stage = new Stage(plan);
        try {
            stage.startAll();
            return stage;
        } catch (IOException | InterruptedException | RuntimeException e) {
            stage.close();
            throw e;
        }
    }

    /** The order is the order of measuring: direct and gateway next to each other. */
    List<Target> targets() {
        return targets;
    }

    private void startAll() throws IOException, InterruptedException {
        int floorPort = ChildProcess.freePort();
        if (!plan.limits()) {
            add(Target.FLOOR, floorPort, "none", Wire.WHOLE, server(Floor.class, floorPort, upstreamPort));
        }
        add(Target.DIRECT, upstreamPort, "none", Wire.WHOLE, server(Upstream.class, upstreamPort));
        int gatewayPort = ChildProcess.freePort();
        Path work = Files.createTempDirectory("sallyport-bench");
        ChildProcess gateway = Gateway.start(plan, work, gatewayPort, upstreamPort);
        if (plan.limits()) {
            Limits.ROUTES.keySet().forEach(route -> add(route, gatewayPort, Gateway.KEY, route, gateway));
        } else {
            add(Target.GATEWAY, gatewayPort, Gateway.KEY, Wire.WHOLE, gateway);
        }
        gateway.awaitAnswer("http://127.0.0.1:" + gatewayPort + "/q/health/ready");
    }

    private void add(String name, int port, String key, String model, ChildProcess process) {
        targets.add(new Target(name, port, key, model, process));
    }

    private ChildProcess server(Class<?> main, int port, Integer... more) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(SERVER_JVM_OPTIONS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName(), Integer.toString(port)));
        for (Integer argument : more) {
            command.add(argument.toString());
        }
        String name = main.getSimpleName().toLowerCase(Locale.ROOT);
        return ChildProcess.start(name, plan.work(), Map.of(), command);
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    @Override
    public void close() {
        targets.reversed().stream().map(Target::process).distinct().forEach(ChildProcess::close);
    }
}
