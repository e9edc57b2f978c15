-- Why a person is asked, where it was a policy that wanted it: its rule, and whose words the arguments hold (JSON, no content). Replicas of
-- the version before write neither.
ALTER TABLE approval ADD COLUMN rule text, ADD COLUMN origins bytea;
