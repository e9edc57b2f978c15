-- In whose name a run acts, and that person's access token, encrypted. `run` is a root run; there is no foreign key, because the row is
-- written before the run is: a run that is there has its user.
CREATE TABLE run_user (
    run        text        PRIMARY KEY,
    issuer     text        NOT NULL,
    subject    text        NOT NULL,
    token      bytea,
    expires_at timestamptz NOT NULL
);
CREATE INDEX run_user_expiry ON run_user (expires_at) WHERE token IS NOT NULL;

-- However a run ends, its user's token goes in the same commit.
CREATE FUNCTION forget_run_user() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM run_user WHERE run = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER run_user_forgotten AFTER UPDATE OF status ON run FOR EACH ROW
WHEN (NEW.status IN ('COMPLETED', 'FAILED', 'CANCELLED', 'EXPIRED', 'LIMIT_EXCEEDED') AND OLD.status IS DISTINCT FROM NEW.status)
EXECUTE FUNCTION forget_run_user();
