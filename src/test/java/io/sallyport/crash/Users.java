package io.sallyport.crash;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Whoever a run acts for, and whose token has expired: signs in again when the run waits for that, as often as it takes. */
final class Users implements AutoCloseable {
    /** For how long a user's first token is good: the model thinks longer. */
    static final Duration TOKEN = Duration.ofSeconds(2);

    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private static final String WAITING = """
            select r.id, u.subject from run r join run_user u on u.run = r.root_run
             where r.agent = ? and r.status = 'WAITING_INPUT'
            """;

    private final Cluster cluster;
    private final RunClient client;
    private final Database database;
    private final Thread thread;
    private volatile boolean over;

    private record Awaited(String run, String user) {}

    Users(Cluster cluster, RunClient client, Database database) {
        this.cluster = cluster;
        this.client = client;
        this.database = database;
        this.thread = Thread.ofVirtual().name("users who come back").start(this::work);
    }

    private void work() {
        while (!over) {
            List<Awaited> waiting = database.query(
                    WAITING, row -> new Awaited(row.getString(1), row.getString(2)), EffectClass.USER.agent());
            waiting.forEach(this::signIn);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private void signIn(Awaited run) {
        try {
            String token = cluster.userToken(run.user().replaceFirst("^user-", ""), FRESH);
            var _ = client.http()
                    .send(
                            client.request("/v1/runs/" + run.run() + "/input", token)
                                    .header("Content-Type", "application/json")
                                    .POST(BodyPublishers.ofString("{\"reauthenticate\":true}"))
                                    .build(),
                            BodyHandlers.ofString());
        } catch (IOException unknown) {
            // It is said again as long as the run waits.
        } catch (InterruptedException closed) {
            over = true;
        }
    }

    @Override
    public void close() {
        over = true;
        thread.interrupt();
    }
}
