-- A run that may have killed its owners is performed by a replica that has nothing else. Where none is ever idle, one makes room for the run that
-- has waited longest: kept_for says which, until kept_until. The index has such runs alone, and each replica looks into it every few seconds.
ALTER TABLE run ADD COLUMN kept_for text, ADD COLUMN kept_until timestamptz;
CREATE INDEX run_suspect ON run (expiries, status, lease_until, available_at) INCLUDE (id)
    WHERE expiries >= 2 AND status IN ('RUNNING', 'QUEUED');
