-- A claim goes from agent to agent and takes from each what has been due the longest, so that a flood of one agent hides no other's runs. What
-- waits for a signal is at the far end of its agent's part and is never read.
CREATE INDEX run_line ON run (agent, available_at) WHERE status = 'QUEUED' OR status LIKE 'WAITING\_%';
DROP INDEX run_available;

-- A model chooses the keys, and models emit U+0000.
ALTER TABLE key_value ALTER COLUMN key TYPE bytea USING convert_to(key, 'UTF8');
