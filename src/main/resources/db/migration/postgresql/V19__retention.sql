-- What is over leaves in the order of its end.
CREATE INDEX job_finished ON job (finished_at, id) WHERE finished_at IS NOT NULL;
CREATE INDEX map_finished ON map (finished_at, id) WHERE finished_at IS NOT NULL;
CREATE INDEX process_over ON process (ended_at, id) WHERE ended_at IS NOT NULL;

-- A jar leaves that nothing which is kept names, some time after somebody last asked for it.
ALTER TABLE artifact ADD COLUMN used_at BIGINT NOT NULL DEFAULT 0;
UPDATE artifact SET used_at = uploaded_at;
CREATE INDEX artifact_used ON artifact (used_at);

-- Those of one pool in one state may be few behind many that have ended.
CREATE INDEX job_pool_over ON job (pool, state, id) WHERE finished_at IS NOT NULL;
CREATE INDEX job_pool_open ON job (pool, state, id) WHERE finished_at IS NULL;
CREATE INDEX map_pool_state ON map (pool, state, id);

-- A source leaves with the last that names it, in whatever way that leaves.
CREATE INDEX job_source ON job (source) WHERE source IS NOT NULL;
CREATE INDEX map_source ON map (source) WHERE source IS NOT NULL;
CREATE INDEX process_source ON process (source) WHERE source IS NOT NULL;

DELETE FROM source
 WHERE NOT EXISTS (SELECT 1 FROM job WHERE job.source = hash)
   AND NOT EXISTS (SELECT 1 FROM map WHERE map.source = hash)
   AND NOT EXISTS (SELECT 1 FROM process WHERE process.source = hash);

CREATE FUNCTION source_forgotten() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM source
   WHERE hash = OLD.source
     AND NOT EXISTS (SELECT 1 FROM job WHERE job.source = OLD.source)
     AND NOT EXISTS (SELECT 1 FROM map WHERE map.source = OLD.source)
     AND NOT EXISTS (SELECT 1 FROM process WHERE process.source = OLD.source);
  RETURN NULL;
END
$$;

CREATE TRIGGER source_of_job_forgotten AFTER DELETE ON job
  FOR EACH ROW WHEN (OLD.source IS NOT NULL) EXECUTE FUNCTION source_forgotten();

CREATE TRIGGER source_of_map_forgotten AFTER DELETE ON map
  FOR EACH ROW WHEN (OLD.source IS NOT NULL) EXECUTE FUNCTION source_forgotten();

CREATE TRIGGER source_of_process_forgotten AFTER DELETE ON process
  FOR EACH ROW WHEN (OLD.source IS NOT NULL) EXECUTE FUNCTION source_forgotten();
