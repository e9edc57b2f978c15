-- Who answers a chat completion that has started a run. An SDK whose connection broke repeats its request in silence and must be given the
-- run that it has started, also where the replica that held its connection is gone and could not write down that the answer was cut.

-- Replicas that answer, and until when they are to be taken for living.
CREATE TABLE replica (
    id    text        PRIMARY KEY,
    until timestamptz NOT NULL
);

-- reply_retry is the holder's x-stainless-retry-count: a run goes from one holder to the next only upwards. replied_at: the answer reached
-- its end, and nobody will ask for it again.
ALTER TABLE run
    ADD COLUMN reply_owner text,
    ADD COLUMN reply_retry integer NOT NULL DEFAULT 0,
    ADD COLUMN replied_at  timestamptz;

DROP INDEX run_cut;
CREATE INDEX run_body ON run (client, body_hash, created_at);
