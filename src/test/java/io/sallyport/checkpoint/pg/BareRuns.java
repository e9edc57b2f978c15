package io.sallyport.checkpoint.pg;

import io.sallyport.testing.TestingPostgres;

/** Very many runs of five agents that have a row and nothing behind it: enough for those who claim. */
public final class BareRuns {
    private BareRuns() {}

    /** Runs that wait for a person. */
    public static void asleep(TestingPostgres postgres, int many) {
        insert(postgres, "a", "'WAITING_APPROVAL'", "'infinity'", many);
    }

    /** Runs that wait for a replica. */
    public static void queued(TestingPostgres postgres, int many) {
        insert(postgres, "q", "'QUEUED'", "now()", many);
    }

    /** Those that were claimed wait for a replica again. */
    public static void requeue(TestingPostgres postgres) {
        postgres.execute(
                "UPDATE run SET status = 'QUEUED', lease_owner = NULL, lease_until = NULL, leased_at = NULL,"
                        + " available_at = now() WHERE status = 'RUNNING'",
                "VACUUM ANALYZE run");
    }

    private static void insert(TestingPostgres postgres, String prefix, String status, String available, int many) {
        String series = " FROM generate_series(1, " + many + ") i";
        postgres.execute(
                "INSERT INTO agent_revision (digest, agent, spec) VALUES ('d', 'a', '') ON CONFLICT DO NOTHING",
                "INSERT INTO thread (id, tenant, agent, client) SELECT 't" + prefix + "' || i, 'default', 'a', 'c'"
                        + series,
                "INSERT INTO run (id, tenant, agent, revision, thread, thread_pos, client, root_run, request_id, status,"
                        + " next_seq, available_at) SELECT '" + prefix + "' || i, 'default', 'agent' || i % 5, 'd', 't"
                        + prefix
                        + "' || i, 1, 'c', '" + prefix + "' || i, 'q', " + status + ", 2, " + available + series,
                "ANALYZE run",
                "ANALYZE thread");
    }
}
