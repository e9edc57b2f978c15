-- A caller's own runs, the newest first, however many others the tenant has.
CREATE INDEX run_owner ON run (tenant, client, created_at DESC, id DESC);
CREATE INDEX run_in_thread ON run (thread, created_at DESC, id DESC);
