-- What settles a call is told once for each kind of signal: of two answers at the same moment the unique key lets one through. Signals from
-- before have no call here, and those of which there may be any number never have.
ALTER TABLE signal ADD COLUMN call text;
CREATE UNIQUE INDEX signal_call ON signal (run, kind, call) WHERE call IS NOT NULL;

-- The commit that ends a run ends its open approvals; until now nobody had written so.
CREATE INDEX approval_run ON approval (run);
UPDATE approval a SET state = 'EXPIRED' FROM run r WHERE r.id = a.run AND a.state = 'PENDING' AND r.ended_at IS NOT NULL;
