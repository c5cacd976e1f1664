-- The size that a resize under way leads to; until it has ended the larger of the two is reserved.
ALTER TABLE vm ADD COLUMN target_cpu INTEGER;
ALTER TABLE vm ADD COLUMN target_memory INTEGER;
ALTER TABLE vm ADD COLUMN target_storage INTEGER;

-- When it is stopped by itself; it is destroyed a grace later.
ALTER TABLE vm ADD COLUMN expires_at BIGINT;
