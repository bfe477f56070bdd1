-- Only what waits for no time any more is in line: a claim passes no jobs and ranges that are delayed.
DROP INDEX job_turn;
CREATE INDEX job_turn ON job (pool, priority DESC, id)
  WHERE state = 'PENDING' AND not_before IS NULL;

DROP INDEX map_chunk_turn;
CREATE INDEX map_chunk_turn ON map_chunk (pool, priority DESC, map, first)
  WHERE pid IS NULL AND not_before IS NULL;
