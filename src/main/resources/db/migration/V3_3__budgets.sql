-- Budgets: money and tokens in calendar windows. What is spent is reserved first, at the most that it can come to, and settled when it is known.
-- Whole numbers everywhere: tokens, or billionths of the currency's unit. Every deadline is by the database's own clock.
--
-- The order of locks, for everything in here: accounts in the order of their key, then entries in the order of their ids, then holds. A hold is
-- made and removed only by who has locked its account, so nobody ever waits for a hold; who sweeps skips what is locked. So there is no circle.

-- One limit in one window. settled: spent within reservations, never above the limit that they were made under. overrun: what came on top.
-- The collation is that of bytes, so that every function and every database agrees on the order.
CREATE TABLE budget_account (
    id        bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant    text        COLLATE "C" NOT NULL,
    scope     text        COLLATE "C" NOT NULL,
    name      text        COLLATE "C" NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at   timestamptz NOT NULL,
    settled   bigint      NOT NULL DEFAULT 0 CHECK (settled >= 0),
    reserved  bigint      NOT NULL DEFAULT 0 CHECK (reserved >= 0),
    overrun   bigint      NOT NULL DEFAULT 0 CHECK (overrun >= 0),
    amount    bigint      NOT NULL CHECK (amount >= 0), -- the limit as it was last known
    CHECK (starts_at < ends_at),
    CONSTRAINT budget_account_key UNIQUE (tenant, scope, name, starts_at)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX budget_account_ends ON budget_account (ends_at);

-- What a reservation holds of an account. All holds of a reservation are made in one commit.
CREATE TABLE budget_hold (
    reservation text        COLLATE "C" NOT NULL,
    account     bigint      NOT NULL REFERENCES budget_account,
    amount      bigint      NOT NULL CHECK (amount >= 0),
    until       timestamptz NOT NULL,
    PRIMARY KEY (reservation, account)
) WITH (autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX budget_hold_account ON budget_hold (account, until);
CREATE INDEX budget_hold_until ON budget_hold (until);

-- Every attempt at a model and every call of a tool.
CREATE TABLE usage_entry (
    id           text        COLLATE "C" PRIMARY KEY,
    at           timestamptz NOT NULL,
    tenant       text        NOT NULL,
    client       text        NOT NULL,
    subject      text,
    agent        text,
    run          text,
    call         text        NOT NULL,
    attempt      integer     NOT NULL,
    last         boolean     NOT NULL,
    what         text        NOT NULL,
    route        text,
    model        text        NOT NULL,
    answered_by  text,
    outcome      text        NOT NULL,
    tokens_input bigint      NOT NULL CHECK (tokens_input >= 0),
    tokens_cached bigint     NOT NULL CHECK (tokens_cached >= 0),
    tokens_cache_write bigint NOT NULL CHECK (tokens_cache_write >= 0),
    tokens_output bigint     NOT NULL CHECK (tokens_output >= 0),
    tokens_reasoning bigint  NOT NULL CHECK (tokens_reasoning >= 0),
    cost_nano    bigint      NOT NULL CHECK (cost_nano >= 0),
    currency     text,
    estimated    boolean     NOT NULL,
    duration_ms  bigint      NOT NULL,
    reservation  text
);
CREATE INDEX usage_entry_own ON usage_entry (tenant, client, at);
CREATE INDEX usage_entry_at ON usage_entry (at);
CREATE INDEX usage_entry_run ON usage_entry (run) WHERE run IS NOT NULL;

-- Locks an account, made where it was not there yet.
CREATE FUNCTION budget_lock(p_tenant text, p_scope text, p_name text, p_starts timestamptz, p_ends timestamptz, p_limit bigint)
RETURNS budget_account LANGUAGE plpgsql AS $$
DECLARE
    found_one budget_account;
BEGIN
    LOOP
        SELECT * INTO found_one FROM budget_account
         WHERE tenant = p_tenant AND scope = p_scope AND name = p_name AND starts_at = p_starts FOR UPDATE;
        IF found_one.id IS NOT NULL THEN
            RETURN found_one;
        END IF;
        -- Whoever makes it at the same moment is waited for, and then it is theirs that is locked.
        INSERT INTO budget_account (tenant, scope, name, starts_at, ends_at, amount)
        VALUES (p_tenant, p_scope, p_name, p_starts, p_ends, p_limit)
        ON CONFLICT ON CONSTRAINT budget_account_key DO NOTHING;
    END LOOP;
END $$;

-- Reserves for all accounts or for none. No rows: it is reserved. Otherwise nothing is, and there is a row for each account that does not allow
-- it: its place in the arrays, counted from 1, and how it stands.
CREATE FUNCTION budget_reserve(
    p_reservation text, p_seconds double precision,
    p_tenant text[], p_scope text[], p_name text[], p_starts timestamptz[], p_ends timestamptz[], p_limit bigint[], p_amount bigint[])
RETURNS TABLE (place integer, settled bigint, reserved bigint, overrun bigint) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    want record;
    here budget_account;
    ids bigint[] := '{}';
    amounts bigint[] := '{}';
    limits bigint[] := '{}';
    freed bigint;
    fits boolean := true;
BEGIN
    -- What is used never becomes less within a window: who would not fit beside it is sent away without a lock, and a client that hammers a
    -- spent budget is in nobody's way.
    RETURN QUERY
        SELECT u.n::integer, a.settled, a.reserved, a.overrun
          FROM unnest(p_tenant, p_scope, p_name, p_starts, p_limit, p_amount) WITH ORDINALITY
                 AS u (tenant, scope, name, starts_at, quota, amount, n)
          JOIN budget_account a ON a.tenant = u.tenant AND a.scope = u.scope AND a.name = u.name AND a.starts_at = u.starts_at
         WHERE u.amount > u.quota - a.settled - a.overrun
           AND NOT EXISTS (SELECT FROM budget_hold h WHERE h.reservation = p_reservation);
    IF FOUND THEN
        RETURN;
    END IF;

    FOR want IN
        SELECT u.* FROM unnest(p_tenant, p_scope, p_name, p_starts, p_ends, p_limit, p_amount) WITH ORDINALITY
                 AS u (tenant, scope, name, starts_at, ends_at, quota, amount, n)
         ORDER BY u.tenant COLLATE "C", u.scope COLLATE "C", u.name COLLATE "C", u.starts_at
    LOOP
        here := budget_lock(want.tenant, want.scope, want.name, want.starts_at, want.ends_at, want.quota);
        -- The first lock is enough to know: a reservation's holds were made under all of them.
        IF cardinality(ids) = 0 AND EXISTS (SELECT FROM budget_hold h WHERE h.reservation = p_reservation) THEN
            RETURN;
        END IF;
        IF want.amount > want.quota - here.settled - here.overrun - here.reserved THEN
            -- What has ended counts no longer, whether or not anybody has swept.
            WITH gone AS (DELETE FROM budget_hold h WHERE h.account = here.id AND h.until <= clock_timestamp() RETURNING h.amount)
            SELECT coalesce(sum(gone.amount), 0) INTO freed FROM gone;
            IF freed > 0 THEN
                UPDATE budget_account a SET reserved = a.reserved - freed WHERE a.id = here.id RETURNING a.* INTO here;
            END IF;
            IF want.amount > want.quota - here.settled - here.overrun - here.reserved THEN
                fits := false;
                place := want.n::integer;
                settled := here.settled;
                reserved := here.reserved;
                overrun := here.overrun;
                RETURN NEXT;
            END IF;
        END IF;
        ids := ids || here.id;
        amounts := amounts || want.amount;
        limits := limits || want.quota;
    END LOOP;

    IF fits THEN
        UPDATE budget_account a SET reserved = a.reserved + u.amount, amount = u.quota
          FROM unnest(ids, amounts, limits) AS u (id, amount, quota) WHERE a.id = u.id;
        INSERT INTO budget_hold (reservation, account, amount, until)
        SELECT p_reservation, u.id, u.amount, clock_timestamp() + make_interval(secs => p_seconds)
          FROM unnest(ids, amounts) AS u (id, amount);
    END IF;
END $$;

-- Gives back what a reservation holds. The number of accounts.
CREATE FUNCTION budget_release(p_reservation text) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    mine record;
    freed bigint;
    accounts integer := 0;
BEGIN
    FOR mine IN
        SELECT a.id FROM budget_account a
         WHERE a.id IN (SELECT h.account FROM budget_hold h WHERE h.reservation = p_reservation)
         ORDER BY a.tenant, a.scope, a.name, a.starts_at FOR UPDATE
    LOOP
        WITH gone AS (DELETE FROM budget_hold h WHERE h.reservation = p_reservation AND h.account = mine.id RETURNING h.amount)
        SELECT coalesce(sum(gone.amount), 0) INTO freed FROM gone;
        UPDATE budget_account a SET reserved = a.reserved - freed WHERE a.id = mine.id;
        accounts := accounts + 1;
    END LOOP;
    RETURN accounts;
END $$;

-- Gives back what holds whose time is over hold, of some that ended first. The number of holds.
CREATE FUNCTION budget_expire(p_most integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    stale record;
    freed bigint;
    removed integer;
    holds integer := 0;
BEGIN
    FOR stale IN
        SELECT a.id FROM budget_account a
         WHERE a.id IN (SELECT h.account FROM budget_hold h WHERE h.until <= clock_timestamp() ORDER BY h.until LIMIT p_most)
         ORDER BY a.tenant, a.scope, a.name, a.starts_at FOR UPDATE SKIP LOCKED
    LOOP
        WITH gone AS (
            DELETE FROM budget_hold h WHERE h.account = stale.id AND h.reservation IN (
                SELECT o.reservation FROM budget_hold o WHERE o.account = stale.id AND o.until <= clock_timestamp() LIMIT p_most)
            RETURNING h.amount)
        SELECT coalesce(sum(gone.amount), 0), count(*) INTO freed, removed FROM gone;
        UPDATE budget_account a SET reserved = a.reserved - freed WHERE a.id = stale.id;
        holds := holds + removed;
    END LOOP;
    RETURN holds;
END $$;

-- Takes entries down, each once, and with those that were not there yet settles their reservations. s_entry is the place of a settlement's entry
-- in the arrays of entries, counted from 1. Several entries of one reservation settle it together. What was not held, or not any more, is overrun.
-- The number of entries that were new.
CREATE FUNCTION usage_write(
    e_id text[], e_at timestamptz[], e_tenant text[], e_client text[], e_subject text[], e_agent text[], e_run text[],
    e_call text[], e_attempt integer[], e_last boolean[], e_what text[], e_route text[], e_model text[], e_answered text[],
    e_outcome text[], e_input bigint[], e_cached bigint[], e_written bigint[], e_output bigint[], e_reasoning bigint[],
    e_cost bigint[], e_currency text[], e_estimated boolean[], e_duration bigint[], e_reservation text[],
    s_entry integer[], s_tenant text[], s_scope text[], s_name text[], s_starts timestamptz[], s_ends timestamptz[], s_limit bigint[],
    s_actual bigint[])
RETURNS integer LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    one record;
    fresh boolean[];
BEGIN
    -- Those that are settled, and those that their reservations hold something of beside.
    FOR one IN
        SELECT DISTINCT ON (t.tenant, t.scope, t.name, t.starts_at) t.* FROM (
            SELECT s.tenant COLLATE "C" AS tenant, s.scope COLLATE "C" AS scope, s.name COLLATE "C" AS name, s.starts_at, s.ends_at, s.quota
              FROM unnest(s_tenant, s_scope, s_name, s_starts, s_ends, s_limit) AS s (tenant, scope, name, starts_at, ends_at, quota)
            UNION ALL
            SELECT a.tenant, a.scope, a.name, a.starts_at, a.ends_at, a.amount
              FROM budget_hold h JOIN budget_account a ON a.id = h.account WHERE h.reservation = ANY (e_reservation)) t
         ORDER BY t.tenant, t.scope, t.name, t.starts_at
    LOOP
        PERFORM budget_lock(one.tenant, one.scope, one.name, one.starts_at, one.ends_at, one.quota);
    END LOOP;

    WITH made AS (
        INSERT INTO usage_entry (id, at, tenant, client, subject, agent, run, call, attempt, last, what, route, model, answered_by, outcome,
                                 tokens_input, tokens_cached, tokens_cache_write, tokens_output, tokens_reasoning,
                                 cost_nano, currency, estimated, duration_ms, reservation)
        SELECT e.* FROM unnest(e_id, e_at, e_tenant, e_client, e_subject, e_agent, e_run, e_call, e_attempt, e_last, e_what, e_route, e_model,
                               e_answered, e_outcome, e_input, e_cached, e_written, e_output, e_reasoning,
                               e_cost, e_currency, e_estimated, e_duration, e_reservation)
                 AS e (id, at, tenant, client, subject, agent, run, call, attempt, last, what, route, model, answered_by, outcome,
                       tokens_input, tokens_cached, tokens_cache_write, tokens_output, tokens_reasoning,
                       cost_nano, currency, estimated, duration_ms, reservation)
         ORDER BY e.id COLLATE "C"
        ON CONFLICT (id) DO NOTHING
        RETURNING id)
    SELECT array_agg(made.id IS NOT NULL ORDER BY e.n) INTO fresh
      FROM unnest(e_id) WITH ORDINALITY AS e (id, n) LEFT JOIN made ON made.id = e.id;

    WITH due AS (
        SELECT a.id AS account, e_reservation[s.entry] AS reservation, sum(s.actual)::bigint AS actual
          FROM unnest(s_entry, s_tenant, s_scope, s_name, s_starts, s_actual) AS s (entry, tenant, scope, name, starts_at, actual)
          JOIN budget_account a ON a.tenant = s.tenant AND a.scope = s.scope AND a.name = s.name AND a.starts_at = s.starts_at
         WHERE fresh[s.entry]
         GROUP BY 1, 2),
    gone AS (
        DELETE FROM budget_hold h USING unnest(e_reservation, fresh) AS e (reservation, is_fresh)
         WHERE h.reservation = e.reservation AND e.is_fresh
        RETURNING h.reservation, h.account, h.amount),
    sums AS (
        SELECT coalesce(d.account, g.account) AS account,
               sum(least(coalesce(d.actual, 0), coalesce(g.amount, 0)))::bigint AS within,
               sum(coalesce(d.actual, 0) - least(coalesce(d.actual, 0), coalesce(g.amount, 0)))::bigint AS beyond,
               sum(coalesce(g.amount, 0))::bigint AS freed
          FROM due d FULL JOIN gone g ON g.account = d.account AND g.reservation = d.reservation
         GROUP BY 1)
    UPDATE budget_account a
       SET settled = a.settled + sums.within, overrun = a.overrun + sums.beyond, reserved = a.reserved - sums.freed
      FROM sums WHERE a.id = sums.account;

    RETURN (SELECT count(*) FROM unnest(fresh) AS f (is_fresh) WHERE f.is_fresh);
END $$;
