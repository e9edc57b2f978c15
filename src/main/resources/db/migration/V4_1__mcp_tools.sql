-- What remote MCP servers offer, and which of it an administrator has accepted: a tool is called while the two digests are the same. Definitions are
-- canonical JSON (RFC 8785), kept as exact bytes. offered_* is empty where an accepted tool is not offered any more.
CREATE TABLE mcp_tool (
    server text NOT NULL,
    tool text NOT NULL,
    offered_digest text,
    offered bytea,
    offered_at timestamptz NOT NULL,
    accepted_digest text,
    accepted bytea,
    accepted_by text,
    accepted_at timestamptz,
    PRIMARY KEY (server, tool),
    CHECK ((offered_digest IS NULL) = (offered IS NULL)),
    CHECK ((accepted_digest IS NULL) = (accepted IS NULL) AND (accepted_digest IS NULL) = (accepted_at IS NULL)
           AND (accepted_digest IS NULL) = (accepted_by IS NULL)),
    CHECK (offered_digest IS NOT NULL OR accepted_digest IS NOT NULL)
);
