-- Durable runs. The journal (run_event) is the truth: fold it and you have the run's state. The other columns and tables are what single
-- statements need at hand: who may write (lease and epoch), what to claim next, which effects were begun (ledger), what waits for whom.
-- Every moment in here is the database's own: replicas' clocks decide nothing.

-- What an agent was when a run began: prompt, tools' manifests and schemas, parameters, limits, engine format. Never changed.
CREATE TABLE agent_revision (
    digest     text        PRIMARY KEY,
    agent      text        NOT NULL,
    spec       bytea       NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE thread (
    id         text        PRIMARY KEY,
    tenant     text        NOT NULL,
    agent      text        NOT NULL,
    client     text        NOT NULL,
    subject    text,
    runs       bigint      NOT NULL DEFAULT 0,
    last_run   text,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- Payloads as exact bytes, once for each tenant. A row lives as long as somebody refers to it; the foreign key of blob_ref makes
-- "insert a reference" and "delete what nobody refers to" exclude each other.
CREATE TABLE blob (
    tenant text  NOT NULL,
    sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),
    bytes  bytea NOT NULL,
    PRIMARY KEY (tenant, sha256)
);
ALTER TABLE blob ALTER COLUMN bytes SET STORAGE EXTERNAL;

CREATE TABLE run (
    id              text        PRIMARY KEY,
    tenant          text        NOT NULL,
    agent           text        NOT NULL,
    revision        text        NOT NULL REFERENCES agent_revision,
    thread          text        NOT NULL REFERENCES thread,
    thread_pos      bigint      NOT NULL,
    client          text        NOT NULL,
    subject         text,
    root_run        text        NOT NULL,
    parent_run      text,
    fork            integer     NOT NULL DEFAULT 0,
    depth           integer     NOT NULL DEFAULT 0,
    request_id      text        NOT NULL,
    traceparent     text,
    body_hash       bytea,
    adopted_by      text,
    answer_cut_at   timestamptz,

    status          text        NOT NULL,
    next_seq        bigint      NOT NULL,
    commit_id       text,
    signals         bigint      NOT NULL DEFAULT 0,
    signals_seen    bigint      NOT NULL DEFAULT 0,
    available_at    timestamptz NOT NULL DEFAULT now(),
    wait_until      timestamptz,

    lease_owner     text,
    lease_epoch     bigint      NOT NULL DEFAULT 0,
    lease_until     timestamptz,
    leased_at       timestamptz,
    expiries        integer     NOT NULL DEFAULT 0,

    wall_used_ms    bigint      NOT NULL DEFAULT 0,
    steps           integer     NOT NULL DEFAULT 0,
    tool_calls      integer     NOT NULL DEFAULT 0,
    tokens_input    bigint      NOT NULL DEFAULT 0,
    tokens_cached   bigint      NOT NULL DEFAULT 0,
    tokens_output   bigint      NOT NULL DEFAULT 0,
    tokens_reasoning bigint     NOT NULL DEFAULT 0,
    tokens_reserved bigint      NOT NULL DEFAULT 0,
    cost_nano       bigint      NOT NULL DEFAULT 0,
    cost_reserved_nano bigint   NOT NULL DEFAULT 0,

    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now(),
    ended_at        timestamptz,
    erased_at       timestamptz,
    UNIQUE (thread, thread_pos)
);

-- What a claim looks for: runs that can go on now, and those whose owner has gone.
CREATE INDEX run_available ON run (available_at) WHERE status = 'QUEUED' OR status LIKE 'WAITING\_%';
CREATE INDEX run_leased ON run (lease_until) WHERE status = 'RUNNING';
CREATE INDEX run_thread_open ON run (thread, thread_pos) WHERE status NOT IN ('COMPLETED', 'FAILED', 'CANCELLED', 'EXPIRED', 'LIMIT_EXCEEDED');
-- An SDK's silent retry looks for the oldest run whose answer was cut.
CREATE INDEX run_cut ON run (client, thread, body_hash, created_at) WHERE answer_cut_at IS NOT NULL AND adopted_by IS NULL;
CREATE INDEX run_created ON run (tenant, created_at DESC, id);

CREATE TABLE blob_ref (
    run    text  NOT NULL,
    tenant text  NOT NULL,
    sha256 bytea NOT NULL,
    PRIMARY KEY (run, sha256),
    FOREIGN KEY (tenant, sha256) REFERENCES blob
);
CREATE INDEX blob_ref_blob ON blob_ref (tenant, sha256);

-- Gap-free from 1. `data` is the skeleton, a JSON object; what people, models and tools said is in the blob.
CREATE TABLE run_event (
    run  text        NOT NULL REFERENCES run,
    seq  bigint      NOT NULL CHECK (seq > 0),
    type text        NOT NULL,
    data bytea       NOT NULL,
    blob bytea,
    at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (run, seq)
);

CREATE TABLE step (
    run        text        NOT NULL REFERENCES run,
    step       integer     NOT NULL,
    attempts   integer     NOT NULL DEFAULT 1,
    started_at timestamptz NOT NULL DEFAULT now(),
    ended_at   timestamptz,
    PRIMARY KEY (run, step)
);

CREATE TABLE model_attempt (
    run        text        NOT NULL,
    step       integer     NOT NULL,
    attempt    integer     NOT NULL,
    state      text        NOT NULL,
    route      text        NOT NULL,
    model      text,
    code       text,
    tokens_reserved bigint NOT NULL DEFAULT 0,
    cost_reserved_nano bigint NOT NULL DEFAULT 0,
    tokens_input bigint,
    tokens_cached bigint,
    tokens_output bigint,
    tokens_reasoning bigint,
    cost_nano  bigint,
    started_at timestamptz NOT NULL DEFAULT now(),
    ended_at   timestamptz,
    PRIMARY KEY (run, step, attempt),
    FOREIGN KEY (run, step) REFERENCES step
);

-- The ledger. One row for each call of a tool, by a run or through POST /v1/tools/{tool}/calls (then without run). The unique key is what
-- decides which of two equal calls acts.
CREATE TABLE tool_call (
    id         text        PRIMARY KEY,
    tenant     text        NOT NULL,
    run        text        REFERENCES run,
    step       integer,
    ordinal    integer,
    tool       text        NOT NULL,
    client     text        NOT NULL,
    subject    text,
    key        text,
    args_hash  bytea       NOT NULL,
    args_blob  bytea,
    state      text        NOT NULL,
    attempts   integer     NOT NULL DEFAULT 0,
    epoch      bigint      NOT NULL DEFAULT 0,
    owner      text,
    deadline   timestamptz,
    result_blob bytea,
    evidence   text,
    evidence_blob bytea,
    evidence_at timestamptz,
    code       text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (run, step, ordinal)
);
CREATE UNIQUE INDEX tool_call_key ON tool_call (tenant, tool, key) WHERE key IS NOT NULL;
CREATE INDEX tool_call_open ON tool_call (state, updated_at) WHERE state IN ('INTENT', 'UNKNOWN');

CREATE TABLE approval (
    id         text        PRIMARY KEY,
    tenant     text        NOT NULL,
    run        text        NOT NULL REFERENCES run,
    call       text        NOT NULL UNIQUE,
    tool       text        NOT NULL,
    agent      text        NOT NULL,
    args_hash  bytea       NOT NULL,
    state      text        NOT NULL DEFAULT 'PENDING',
    expires_at timestamptz NOT NULL,
    decided_by text,
    decided_at timestamptz,
    reason     text,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX approval_pending ON approval (tenant, created_at) WHERE state = 'PENDING';

-- The inbox. `n` is the run's counter after it was raised: what a commit into waiting has not seen wakes the run again.
CREATE TABLE signal (
    run        text        NOT NULL REFERENCES run,
    n          bigint      NOT NULL,
    kind       text        NOT NULL,
    data       bytea       NOT NULL,
    actor      text        NOT NULL,
    at         timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (run, n)
);

-- What a caller's Idempotency-Key stands for. Written in one commit with what it created.
CREATE TABLE api_idempotency (
    scope       text        NOT NULL,
    key         text        NOT NULL,
    fingerprint bytea       NOT NULL,
    subject_id  text        NOT NULL,
    state       text        NOT NULL,
    status      integer,
    answer      bytea,
    lease_until timestamptz,
    created_at  timestamptz NOT NULL DEFAULT now(),
    expires_at  timestamptz NOT NULL,
    PRIMARY KEY (scope, key)
);
CREATE INDEX api_idempotency_expires ON api_idempotency (expires_at);

-- The data of the built-in tool key_value, written in the same commit as the call's result.
CREATE TABLE key_value (
    tenant  text   NOT NULL,
    space   text   NOT NULL,
    key     text   NOT NULL,
    value   bytea  NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant, space, key)
);
