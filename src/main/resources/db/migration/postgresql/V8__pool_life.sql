-- A closed or terminated pool runs anew only after it was joined.
ALTER TABLE pool ADD COLUMN joined BIGINT NOT NULL DEFAULT 0;

-- A closed pool still counts its jobs, so its row stays and says that it takes no more. It is the row
-- which every new job changes: whoever closes a pool and whoever adds a job wait for each other on it.
ALTER TABLE job_count ADD COLUMN closed BIGINT NOT NULL DEFAULT 0;

-- The jars of a pool's initializer, which are needed as long as the pool is there.
CREATE TABLE pool_classpath (
  pool     str NOT NULL REFERENCES pool (name) ON DELETE CASCADE,
  artifact str NOT NULL,
  PRIMARY KEY (pool, artifact)
);
CREATE INDEX pool_classpath_artifact ON pool_classpath (artifact);
