-- Runs that other runs have begun. A call of a parent begins one child, whoever tries how often.
ALTER TABLE run ADD COLUMN parent_call text;
CREATE UNIQUE INDEX run_parent_call ON run (parent_run, parent_call) WHERE parent_call IS NOT NULL;

-- What one run's end has for another run: a child's for its parent, a parent's for its children. Written by the commit that ends the run, and
-- made a signal of the addressee by a statement of its own, so that no statement ever locks the rows of two runs.
CREATE TABLE run_mail (
    run    text        NOT NULL,
    kind   text        NOT NULL,
    call   text        NOT NULL,
    sender text        NOT NULL,
    data   bytea       NOT NULL,
    at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (run, kind, call)
);
CREATE INDEX run_mail_sender ON run_mail (sender);
CREATE INDEX run_mail_at ON run_mail (at);
