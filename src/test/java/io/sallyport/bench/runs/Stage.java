package io.sallyport.bench.runs;

import io.sallyport.testing.GatewayLauncher;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.Json;
import io.sallyport.testing.RealServices;
import io.sallyport.testing.TestClient;
import io.sallyport.testing.TestingPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** PostgreSQL, Redis and an issuer for the whole session; gateways as each part wants them. */
final class Stage implements AutoCloseable {
    static final List<String> JVM_OPTIONS = List.of("-XX:TieredStopAtLevel=4", "-Xms128m", "-Xmx512m");

    private static final String TABLES =
            "run_mail, signal, approval, tool_call, model_attempt, step, run_event, blob_ref, blob, run,"
                    + " thread, agent_revision, api_idempotency, key_value";
    private static final String ENDED = "('COMPLETED', 'FAILED', 'CANCELLED', 'EXPIRED', 'LIMIT_EXCEEDED')";

    private final RealServices services = RealServices.start();
    private final TestingPostgres postgres = TestingPostgres.of(services);

    /** The stores are daemons: a session that is interrupted must not leave them behind. */
    private final Thread interrupted = new Thread(services::close, "stop the stores");

    Stage() {
        Runtime.getRuntime().addShutdownHook(interrupted);
    }

    RealServices services() {
        return services;
    }

    TestingPostgres postgres() {
        return postgres;
    }

    /** Starts a gateway and waits for nothing. */
    GatewayProcess launch(String replica) {
        GatewayLauncher launcher = BenchCatalogue.giveTo(GatewayProcess.prod());
        services.environment().forEach(launcher::env);
        JVM_OPTIONS.forEach(launcher::jvmOption);
        return launcher.env("SALLYPORT_REPLICA", replica)
                .env("SALLYPORT_SHUTDOWN_DELAY", "0s")
                .env("SALLYPORT_SHUTDOWN_STREAM_GRACE", "5s")
                .launch();
    }

    GatewayProcess start(String replica) {
        GatewayProcess gateway = launch(replica);
        gateway.awaitReady();
        return gateway;
    }

    /** A token for some minutes, of a person at the only client. */
    String token() {
        return services.issuer().personToken(BenchCatalogue.CLIENT, BenchCatalogue.PERSON);
    }

    TestClient client(GatewayProcess gateway) {
        return new TestClient(gateway.baseUrl(), token());
    }

    /** The id of a new run. */
    static String begin(TestClient client, String input) {
        return client.post(BenchCatalogue.path(), Json.write(Map.of("input", input)))
                .json()
                .path("id")
                .asText();
    }

    /** A whole number that {@code sql} asks for. */
    long count(String sql) {
        return Long.parseLong(postgres.ask(sql).getFirst());
    }

    long openRuns() {
        return count("SELECT count(*) FROM run WHERE status NOT IN " + ENDED);
    }

    /** When the run's journal has grown at or after {@code moment}; the clocks of this process and of the database are the machine's. */
    Optional<Instant> nextEvent(String run, Instant moment) {
        return Optional.ofNullable(postgres.ask("SELECT " + iso("min(at)") + " FROM run_event WHERE run = '" + run
                                + "' AND at >= '" + moment + "'")
                        .getFirst())
                .map(Instant::parse);
    }

    /** A moment as {@link Instant} reads it. */
    static String iso(String column) {
        return "to_char(" + column + " AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')";
    }

    /** Processor time of PostgreSQL, every connection's included. */
    double postgresCpu() {
        try {
            String pid = Files.readAllLines(services.folder().resolve("postgres/postmaster.pid"))
                    .getFirst();
            return Processes.cpuWithChildren(Long.parseLong(pid.strip()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As if nothing had been; no gateway may run. */
    void empty() {
        postgres.execute("TRUNCATE " + TABLES, "CHECKPOINT");
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(interrupted);
        postgres.close();
        services.close();
    }
}
