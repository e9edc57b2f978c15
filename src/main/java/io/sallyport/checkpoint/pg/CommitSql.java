package io.sallyport.checkpoint.pg;

/** The statement of C2 to C7. What may not be missing stands on a line of its own, so that it can be taken out and missed. */
final class CommitSql {
    /** First the run's row, under the fence: without it nothing else happens. */
    private static final String FENCE = """
            WITH fence AS (
                UPDATE run
                SET next_seq = next_seq + :event_count::bigint,
                    commit_id = :commit::text,
                    status = :status::text,
                    signals_seen = :seen::bigint,
                    expiries = CASE WHEN :progress::boolean THEN 0 ELSE expiries END,
                    lease_owner = CASE WHEN :ending = 'GO_ON' THEN lease_owner END,
                    lease_until = CASE WHEN :ending = 'GO_ON' THEN lease_until END,
                    leased_at = CASE WHEN :ending = 'GO_ON' THEN leased_at END,
                    available_at = CASE WHEN :ending = 'WAIT'
                        THEN coalesce(now() + :wake_in::bigint * interval '1 millisecond', 'infinity') ELSE available_at END,
                    wait_until = now() + :wake_in::bigint * interval '1 millisecond',
                    wall_used_ms = :wall::bigint, steps = :steps::integer, tool_calls = :tool_calls::integer,
                    tokens_input = :input::bigint, tokens_cached = :cached::bigint, tokens_cache_write = :cache_write::bigint,
                    tokens_output = :output::bigint, tokens_reasoning = :reasoning::bigint,
                    tokens_reserved = :reserved::bigint,
                    cost_nano = :cost::bigint, cost_reserved_nano = :cost_reserved::bigint,
                    updated_at = now(),
                    ended_at = CASE WHEN :ending = 'END' THEN now() END
                WHERE id = :run::text
                  AND lease_epoch = :epoch::bigint
                  AND next_seq = :expected::bigint
                  AND status = 'RUNNING'
                  AND (NOT :minds_signals::boolean OR signals = :seen::bigint)
                RETURNING id, tenant, client, subject, thread, thread_pos, lease_epoch, root_run, parent_run, parent_call,
                          depth, request_id
            ),
            """;

    private static final String JOURNAL = """
            blobs AS (
                INSERT INTO blob (tenant, sha256, bytes)
                SELECT f.tenant, b.sha256, b.bytes
                FROM fence f, unnest(:digests::bytea[], :contents::bytea[]) AS b (sha256, bytes)
                ON CONFLICT DO NOTHING
            ), refs AS (
                INSERT INTO blob_ref (run, tenant, sha256)
                SELECT f.id, f.tenant, b.sha256 FROM fence f, unnest(:digests::bytea[]) AS b (sha256)
                ON CONFLICT DO NOTHING
            ), events AS (
                INSERT INTO run_event (run, seq, type, data, blob, at)
                SELECT f.id, :expected::bigint + e.place - 1, e.type, e.data, e.blob, now()
                FROM fence f, unnest(:types::text[], :data::bytea[], :event_blobs::bytea[])
                    WITH ORDINALITY AS e (type, data, blob, place)
            ),
            """;

    /**
     * An intent takes its key from a call that has done nothing by it: {@link io.sallyport.checkpoint.KeyHolder}. That row is locked, and
     * looked at again where somebody was at it; its epoch goes up, so that a direct call that would raise it finds it moved. Of two that
     * take a key at once the second finds no key there to take, and the unique index refuses it.
     */
    private static final String KEYS = """
            freed AS (
                UPDATE tool_call t
                SET key = NULL, epoch = t.epoch + 1, updated_at = now()
                WHERE t.id = ANY (ARRAY(
                        SELECT h.id
                        FROM fence f
                        CROSS JOIN unnest(:call_ids::text[], :tools::text[], :keys::text[], :states::text[])
                            AS c (id, tool, key, state)
                        JOIN tool_call h ON h.tenant = f.tenant AND h.tool = c.tool AND h.key = c.key
                        WHERE c.state = 'INTENT' AND h.id <> c.id))
                  AND t.key IS NOT NULL
                  AND (t.state IN ('FAILED_NOT_APPLIED', 'DENIED') OR t.state = 'RECONCILED' AND t.code = 'not_applied')
                RETURNING t.id
            ),
            """;

    /**
     * Other arguments under a call's id become null, which the column refuses, and with it the whole statement. Keys are given up before
     * they are taken.
     */
    private static final String LEDGER = """
            calls AS (
                INSERT INTO tool_call AS t (id, tenant, run, step, ordinal, tool, client, subject, key, args_hash, args_blob,
                                            state, attempts, epoch, owner, deadline, result_blob, code)
                SELECT c.id, f.tenant, f.id, c.step, c.ordinal, c.tool, f.client, f.subject, c.key, c.args_hash, c.args_blob,
                       c.state, c.attempts,
                       CASE WHEN c.state = 'INTENT' THEN f.lease_epoch ELSE 0 END,
                       CASE WHEN c.state = 'INTENT' THEN :owner::text END,
                       now() + c.over_in * interval '1 millisecond', c.result_blob, c.code
                FROM fence f CROSS JOIN (SELECT count(*) FROM freed) first, unnest(:call_ids::text[], :call_steps::integer[], :ordinals::integer[], :tools::text[],
                        :keys::text[], :args_hashes::bytea[], :args_blobs::bytea[], :states::text[], :attempts::integer[],
                        :deadlines::bigint[], :result_blobs::bytea[], :codes::text[])
                    AS c (id, step, ordinal, tool, key, args_hash, args_blob, state, attempts, over_in, result_blob, code)
                ON CONFLICT (id) DO UPDATE
                SET key = coalesce(t.key, EXCLUDED.key),
                    args_hash = CASE WHEN t.args_hash = EXCLUDED.args_hash THEN t.args_hash END,
                    args_blob = coalesce(EXCLUDED.args_blob, t.args_blob),
                    state = EXCLUDED.state,
                    attempts = EXCLUDED.attempts,
                    epoch = CASE WHEN EXCLUDED.state = 'INTENT' THEN EXCLUDED.epoch ELSE t.epoch END,
                    owner = coalesce(EXCLUDED.owner, t.owner),
                    deadline = coalesce(EXCLUDED.deadline, t.deadline),
                    result_blob = coalesce(EXCLUDED.result_blob, t.result_blob),
                    code = EXCLUDED.code,
                    updated_at = now()
            ), approvals AS (
                INSERT INTO approval (id, tenant, run, call, tool, agent, args_hash, expires_at, rule, origins)
                SELECT a.id, f.tenant, f.id, a.call, a.tool, a.agent, a.args_hash,
                       now() + a.expires_in * interval '1 millisecond', a.rule, a.origins
                FROM fence f, unnest(:approval_ids::text[], :approval_calls::text[], :approval_tools::text[],
                        :approval_agents::text[], :approval_hashes::bytea[], :approval_terms::bigint[],
                        :approval_rules::text[], :approval_origins::bytea[])
                    AS a (id, call, tool, agent, args_hash, expires_in, rule, origins)
            ),
            """;

    private static final String STEPS = """
            step_row AS (
                INSERT INTO step AS s (run, step, attempts, ended_at)
                SELECT f.id, :step::integer, :attempt::integer, CASE WHEN :ending = 'END' THEN now() END
                FROM fence f WHERE :step::integer IS NOT NULL
                ON CONFLICT (run, step) DO UPDATE
                SET attempts = greatest(s.attempts, EXCLUDED.attempts), ended_at = EXCLUDED.ended_at
            ), steps_before AS (
                UPDATE step s SET ended_at = now()
                FROM fence f
                WHERE (:ending = 'END' OR :step::integer IS NOT NULL) AND s.run = f.id AND s.ended_at IS NULL
                  AND s.step IS DISTINCT FROM :step::integer AND (:ending = 'END' OR s.step < :step::integer)
            ), attempt_row AS (
                INSERT INTO model_attempt AS m (run, step, attempt, state, route, model, code, tokens_reserved,
                    cost_reserved_nano, tokens_input, tokens_cached, tokens_cache_write, tokens_output, tokens_reasoning,
                    cost_nano, ended_at)
                SELECT f.id, :step::integer, :attempt::integer, :attempt_state::text, :route::text, :model::text,
                       :attempt_code::text, :attempt_reserved::bigint, :attempt_cost_reserved::bigint,
                       :attempt_input::bigint, :attempt_cached::bigint, :attempt_cache_write::bigint, :attempt_output::bigint,
                       :attempt_reasoning::bigint, :attempt_cost::bigint,
                       CASE WHEN :attempt_state <> 'STARTED' THEN now() END
                FROM fence f WHERE :step::integer IS NOT NULL
                ON CONFLICT (run, step, attempt) DO UPDATE
                SET state = EXCLUDED.state, route = EXCLUDED.route, model = coalesce(EXCLUDED.model, m.model),
                    code = EXCLUDED.code, tokens_reserved = EXCLUDED.tokens_reserved,
                    cost_reserved_nano = EXCLUDED.cost_reserved_nano, tokens_input = EXCLUDED.tokens_input,
                    tokens_cached = EXCLUDED.tokens_cached, tokens_cache_write = EXCLUDED.tokens_cache_write,
                    tokens_output = EXCLUDED.tokens_output,
                    tokens_reasoning = EXCLUDED.tokens_reasoning, cost_nano = EXCLUDED.cost_nano,
                    ended_at = EXCLUDED.ended_at
            ), attempts_before AS (
                UPDATE model_attempt m
                SET state = CASE WHEN :status = 'FAILED' THEN 'FAILED' ELSE 'LOST' END,
                    cost_nano = CASE WHEN :status = 'FAILED' THEN 0 ELSE m.cost_reserved_nano END,
                    ended_at = now()
                FROM fence f
                WHERE (:ending = 'END' OR :step::integer IS NOT NULL) AND m.run = f.id AND m.state = 'STARTED'
                  AND (m.step, m.attempt) IS DISTINCT FROM (:step::integer, :attempt::integer)
            ),
            """;

    /**
     * The end of a run is the turn of the next in its thread. That row is taken only if nobody has it: nobody ever waits for a second run's
     * row. Where it is missed, the next run comes back by itself a little later: see {@link Claiming}.
     */
    private static final String REST = """
            kept AS (
                INSERT INTO key_value AS k (tenant, space, key, value)
                SELECT f.tenant, w.space, w.key, w.value
                FROM fence f, unnest(:spaces::text[], :value_keys::bytea[], :values::bytea[]) AS w (space, key, value)
                WHERE w.value IS NOT NULL
                ON CONFLICT (tenant, space, key) DO UPDATE SET value = EXCLUDED.value, version = k.version + 1
            ), dropped AS (
                DELETE FROM key_value k
                USING fence f, unnest(:spaces::text[], :value_keys::bytea[], :values::bytea[]) AS w (space, key, value)
                WHERE k.tenant = f.tenant AND k.space = w.space AND k.key = w.key AND w.value IS NULL
            ), withdrawn AS (
                UPDATE approval a SET state = 'EXPIRED'
                FROM fence f
                WHERE (:ending = 'END' OR a.call = ANY (:expired::text[])) AND a.run = f.id AND a.state = 'PENDING'
            ), next AS (
                UPDATE run SET available_at = least(available_at, now())
                WHERE :ending = 'END' AND id = (
                    SELECT n.id FROM fence f CROSS JOIN LATERAL (
                        SELECT r.id FROM run r
                        WHERE r.thread = f.thread AND r.thread_pos > f.thread_pos AND r.status = 'QUEUED'
                          AND r.status NOT IN ({terminal})
                        ORDER BY r.thread_pos LIMIT 1 FOR UPDATE SKIP LOCKED
                    ) n)
            )
            """;

    private static final String OUTCOME = "SELECT now() AS at, false AS word FROM fence";

    private static final String ALL = FENCE + JOURNAL + KEYS + LEDGER + STEPS + REST;

    static final Sql COMMIT = Sql.of(ALL + OUTCOME);

    /** Also begins a child. */
    static final Sql BEGIN_CHILD = Sql.of(ALL + KinSql.CHILD + OUTCOME);

    /** Ends the run, and leaves word for the runs around it. */
    static final Sql END = Sql.of(ALL + KinSql.MAIL + KinSql.OUTCOME);

    /** What has become of the run since, as far as the author of a commit has to know. */
    static final Sql STANDING = Sql.of("""
            SELECT r.commit_id, r.lease_epoch, r.next_seq, r.status, r.signals, e.at
            FROM run r LEFT JOIN run_event e ON e.run = r.id AND e.seq = :expected
            WHERE r.id = :run
            """);

    private CommitSql() {}
}
