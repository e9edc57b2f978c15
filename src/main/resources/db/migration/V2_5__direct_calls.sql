-- What the sweep of direct calls looks for: the oldest that no run made.
CREATE INDEX tool_call_direct ON tool_call (updated_at) WHERE run IS NULL;
