package io.sallyport.crash;

import io.sallyport.testing.GatewayLauncher;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.RealServices;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Three replicas on one PostgreSQL and one Redis, the witness that plays their tools, and the sample MCP server. */
final class Cluster implements AutoCloseable {
    private static final int REPLICAS = 3;
    private static final long TOKEN_AGE_NANOS = Duration.ofMinutes(4).toNanos();

    /** Leases so short that a matrix of them has an end. */
    static final Map<String, String> SHORT_LEASES = Map.of(
            "SALLYPORT_RUNS_LEASE", "2s",
            "SALLYPORT_RUNS_RENEW_EVERY", "500ms",
            "SALLYPORT_RUNS_START_NOTHING_AFTER", "1300ms",
            "SALLYPORT_RUNS_POLL", "250ms");

    private final RealServices services = RealServices.start();
    private final Stores stores = new Stores(services);
    private final Witness witness = Witness.start();
    private final McpWitness mcp = McpWitness.start();
    private final String userTokenKey = randomKey();
    private final Traps traps = new Traps();
    private final List<Replica> replicas = new ArrayList<>();
    private final ReentrantLock tokens = new ReentrantLock();
    private String token = "";
    private long tokenAt;

    private Cluster() {}

    /**
     * @param settings of the gateways, as variables
     * @param thinks   how long their model takes for an answer
     */
    static Cluster start(Map<String, String> settings, String thinks) {
        Cluster cluster = new Cluster();
        for (int i = 0; i < REPLICAS; i++) {
            cluster.replicas.add(cluster.launch(i, settings, thinks));
        }
        cluster.replicas.forEach(replica -> replica.process().awaitReady());
        return cluster;
    }

    private static String randomKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    private Replica launch(int number, Map<String, String> settings, String thinks) {
        String name = "r" + number;
        FaultProxy postgres = FaultProxy.to(stores.postgresPort());
        CrashPort crash = CrashPort.open(number, traps);
        GatewayLauncher launcher = GatewayProcess.profile("crash");
        services.environment().forEach(launcher::env);
        settings.forEach(launcher::env);
        CrashCatalogue.catalogue(witness.url(), mcp.url(), thinks).forEach(launcher::catalogFile);
        CrashCatalogue.prompts().forEach(launcher::promptFile);
        GatewayProcess process = launcher.env(
                        "QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://127.0.0.1:" + postgres.port() + "/sallyport")
                .env("SALLYPORT_REPLICA", name)
                .env("SALLYPORT_IDENTITY_USER_TOKEN_KEY", userTokenKey)
                .env("SALLYPORT_RUNS_CRASH_POINTS", crash.address())
                .env("SALLYPORT_SHUTDOWN_STREAM_GRACE", "2s")
                .jvmOption("-Xss512k")
                .withoutCoverage()
                .launch();
        return new Replica(name, process, postgres, crash);
    }

    List<Replica> replicas() {
        return replicas;
    }

    Stores stores() {
        return stores;
    }

    Witness witness() {
        return witness;
    }

    McpWitness mcp() {
        return mcp;
    }

    Traps traps() {
        return traps;
    }

    /** An access token of the client that starts runs, good for some minutes. */
    String token() {
        tokens.lock();
        try {
            long now = System.nanoTime();
            if (token.isEmpty() || now - tokenAt > TOKEN_AGE_NANOS) {
                token = services.issuer().token(CrashCatalogue.CLIENT);
                tokenAt = now;
            }
            return token;
        } finally {
            tokens.unlock();
        }
    }

    /** An access token of a person at the desk where calls are approved, good for some minutes. */
    String personToken(String person) {
        return services.issuer().personToken(CrashCatalogue.DESK, person);
    }

    /** An access token of the user for whom {@code number} is done, good for so long. */
    String userToken(String number, Duration lifetime) {
        return services.issuer().personToken(CrashCatalogue.CHAT, "user-" + number, lifetime);
    }

    @Override
    public void close() {
        replicas.forEach(Replica::close);
        witness.close();
        mcp.close();
        services.close();
    }
}
