-- What a caller's Idempotency-Key stands for on the model path: who is at it, and the answer that it was given. One row for each key of a
-- principal on a route; `owner` fences it: only the request that has the key in this moment writes here. The database's clock decides.
CREATE TABLE keyed_answer (
    id           bytea       PRIMARY KEY CHECK (octet_length(id) = 32),
    route        text        NOT NULL,
    fingerprint  bytea       NOT NULL CHECK (octet_length(fingerprint) = 32),
    state        text        NOT NULL,
    owner        text        NOT NULL,
    epoch        bigint      NOT NULL DEFAULT 1,
    lease_until  timestamptz NOT NULL,
    status       integer,
    content_type text,
    route_header text,
    body         bytea,
    opened_at    timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL
);
-- Answers are written once and read whole; compressing them would cost more than the bytes.
ALTER TABLE keyed_answer ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE INDEX keyed_answer_expires ON keyed_answer (expires_at);
