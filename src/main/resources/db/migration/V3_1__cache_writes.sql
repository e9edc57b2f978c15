-- Tokens that a provider wrote to its cache are part of the input and have a price of their own.
ALTER TABLE run ADD COLUMN tokens_cache_write bigint NOT NULL DEFAULT 0;
ALTER TABLE model_attempt ADD COLUMN tokens_cache_write bigint;
