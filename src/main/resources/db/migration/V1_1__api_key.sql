-- API keys. The key itself is nowhere: it is random, so its SHA-256 is enough to find it by.
CREATE TABLE api_key (
    id         text        PRIMARY KEY,
    hash       bytea       NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
    hint       text        NOT NULL,
    client     text        NOT NULL,
    scopes     text[],
    note       text,
    created_at timestamptz NOT NULL,
    created_by text        NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    revoked_by text
);

-- Every replica asks twice a second for what was revoked lately.
CREATE INDEX api_key_revoked_at ON api_key (revoked_at) WHERE revoked_at IS NOT NULL;
