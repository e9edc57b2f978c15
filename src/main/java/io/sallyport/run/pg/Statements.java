package io.sallyport.run.pg;

/**
 * The statements, each bounded: a run's own limits bound what it can have, and these stand behind them. Payloads are reached by the run's own
 * references: what the run has let go is gone for it, even where another run has said the same.
 */
final class Statements {
    static final String STEPS = """
            SELECT s.step, s.started_at, s.ended_at, a.attempt, a.state, a.route, a.model, a.code, a.tokens_input, a.tokens_cached,
                   a.tokens_cache_write, a.tokens_output, a.tokens_reasoning, a.cost_nano, a.started_at AS attempt_started_at, a.ended_at AS attempt_ended_at
              FROM step s LEFT JOIN model_attempt a ON a.run = s.run AND a.step = s.step
             WHERE s.run = $1 ORDER BY s.step, a.attempt LIMIT 2000""";

    private static final String CALL_COLUMNS =
            "SELECT id, step, ordinal, tool, state, args_hash, attempts, code, evidence, created_at, updated_at FROM tool_call";

    static final String CALLS = CALL_COLUMNS + " WHERE run = $1 ORDER BY step, ordinal LIMIT 2000";

    static final String CALL = CALL_COLUMNS + " WHERE run = $1 AND id = $2";

    static final String CHILDREN = """
            SELECT id, agent, status, parent_call, created_at, ended_at FROM run
             WHERE parent_run = $1 AND parent_call IS NOT NULL ORDER BY created_at, id LIMIT 1000""";

    // What nobody decided in time has expired, whether or not anybody has written so: a run's end does, the clock does
    // not.
    private static final String APPROVAL_COLUMNS = """
            SELECT p.id, p.tenant, p.run, p.agent, r.revision, p.call, p.tool, p.args_hash, b.bytes AS arguments,
                   CASE WHEN p.state = 'PENDING' AND (p.expires_at <= now() OR r.ended_at IS NOT NULL) THEN 'EXPIRED' ELSE p.state END AS state,
                   p.created_at, p.expires_at, p.decided_by, p.decided_at, p.reason, r.client, r.subject, p.rule, p.origins,
                   ARRAY(SELECT DISTINCT coalesce('agent:' || k.agent, 'tool:' || o.tool) AS label
                           FROM tool_call o LEFT JOIN run k ON k.parent_run = o.run AND k.parent_call = o.id
                          WHERE o.run = p.run AND o.result_blob IS NOT NULL AND o.tool <> '' ORDER BY label LIMIT 100) AS sources
              FROM approval p JOIN run r ON r.id = p.run
                   LEFT JOIN tool_call c ON c.id = p.call
                   LEFT JOIN blob_ref f ON f.run = p.run AND f.sha256 = c.args_blob
                   LEFT JOIN blob b ON b.tenant = f.tenant AND b.sha256 = f.sha256
            """;

    static final String APPROVAL = APPROVAL_COLUMNS + " WHERE p.id = $1";

    static final String APPROVALS_OF_RUN =
            APPROVAL_COLUMNS + " WHERE p.run = $1 ORDER BY p.created_at, p.id LIMIT 1000";

    static final String PENDING = APPROVAL_COLUMNS + """
             WHERE p.tenant = $1 AND p.state = 'PENDING' AND p.expires_at > now() AND r.ended_at IS NULL
               AND ($2::text IS NULL OR (p.created_at, p.id) > (SELECT created_at, id FROM approval WHERE id = $2))
             ORDER BY p.created_at, p.id LIMIT $3""";

    static final String PENDING_IDS = """
            SELECT p.id FROM approval p JOIN run r ON r.id = p.run
             WHERE p.tenant = $1 AND p.state = 'PENDING' AND p.expires_at > now() AND r.ended_at IS NULL
             ORDER BY p.created_at, p.id LIMIT $2""";

    static final String THREAD =
            "SELECT id, tenant, agent, client, subject, runs, last_run, created_at FROM thread WHERE id = $1";

    private static final String EVENT_COLUMNS = """
            SELECT e.seq, e.at, e.type, e.data, b.bytes AS content, e.blob IS NOT NULL AS had_content
              FROM run_event e LEFT JOIN blob_ref f ON f.run = e.run AND f.sha256 = e.blob
                   LEFT JOIN blob b ON b.tenant = f.tenant AND b.sha256 = f.sha256
             WHERE e.run = $1 AND e.type\s""";

    static final String LAST_ENDING = EVENT_COLUMNS + """
            IN ('run.waiting', 'run.completed', 'run.failed', 'run.cancelled', 'run.expired', 'run.limit_exceeded')
             ORDER BY e.seq DESC LIMIT 1""";

    static final String LAST_ANSWER = EVENT_COLUMNS + "= 'message.completed' ORDER BY e.seq DESC LIMIT 1";

    static final String QUESTIONS = EVENT_COLUMNS + "= 'tool.input_required' ORDER BY e.seq DESC LIMIT 20";

    private Statements() {}
}
