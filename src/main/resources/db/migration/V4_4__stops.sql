-- What administrators have stopped: who, when and why, for ever. A row without lifted_at stands; every replica reads those twice a second.
CREATE TABLE stop (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind       text        NOT NULL,
    name       text        NOT NULL,
    reason     text        NOT NULL,
    stopped_by text        NOT NULL,
    stopped_at timestamptz NOT NULL DEFAULT now(),
    lifted_by  text,
    lifted_at  timestamptz
);
-- The first one counts.
CREATE UNIQUE INDEX stop_standing ON stop (kind, name) WHERE lifted_at IS NULL;
