-- A map is one entry of its pool's backlog, as a job is.
CREATE TABLE map (
  id           str PRIMARY KEY,
  pool         str    NOT NULL,
  name         str,
  target       str    NOT NULL,
  kwargs       str    NOT NULL,
  star         BIGINT NOT NULL CHECK (star IN (0, 1)),
  source       str REFERENCES source (hash),
  jvm_options  str    NOT NULL,
  timeout      BIGINT,
  max_attempts BIGINT NOT NULL CHECK (max_attempts >= 1),
  priority     BIGINT NOT NULL,
  chunk_size   BIGINT NOT NULL CHECK (chunk_size >= 0),
  state        str    NOT NULL CHECK (
    state IN ('PENDING', 'RUNNING', 'STOPPING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
  total        BIGINT NOT NULL,
  done         BIGINT NOT NULL DEFAULT 0,
  failed       BIGINT NOT NULL DEFAULT 0,
  last_seq     BIGINT NOT NULL DEFAULT 0,
  submitted_at BIGINT NOT NULL,
  started_at   BIGINT,
  finished_at  BIGINT,
  CHECK (failed BETWEEN 0 AND done AND done <= total),
  CHECK ((state IN ('SUCCEEDED', 'FAILED', 'CANCELLED')) = (finished_at IS NOT NULL)),
  CHECK (state <> 'SUCCEEDED' OR done = total AND failed = 0),
  CHECK (state <> 'FAILED' OR done = total AND failed > 0)
);
CREATE INDEX map_pool ON map (pool, id);
CREATE INDEX map_state ON map (state, id);
CREATE INDEX map_name ON map (name, id) WHERE name IS NOT NULL;

CREATE TABLE map_classpath (
  map      str    NOT NULL REFERENCES map (id) ON DELETE CASCADE,
  position BIGINT NOT NULL,
  artifact str    NOT NULL,
  PRIMARY KEY (map, position)
);
CREATE INDEX map_classpath_artifact ON map_classpath (artifact);

-- Items from first to before last, one a line. Blocks, because a row for each would cost more than
-- to run it.
CREATE TABLE map_input (
  map   str    NOT NULL REFERENCES map (id) ON DELETE CASCADE,
  first BIGINT NOT NULL,
  last  BIGINT NOT NULL,
  items str    NOT NULL,
  PRIMARY KEY (map, first)
);

-- Items from first to before last that have no result: a range that waits, from whose head chunks
-- are cut, or a chunk that a child runs. The last never changes, the first moves on. The attempt
-- tells how often they were tried before.
CREATE TABLE map_chunk (
  map           str    NOT NULL REFERENCES map (id) ON DELETE CASCADE,
  first         BIGINT NOT NULL,
  last          BIGINT NOT NULL,
  pool          str    NOT NULL,
  priority      BIGINT NOT NULL,
  attempt       BIGINT NOT NULL,
  not_before    BIGINT,
  attempt_token str UNIQUE,
  node          str,
  pid           BIGINT,
  process       str,
  PRIMARY KEY (map, last, attempt),
  CHECK (first <= last),
  CHECK ((attempt_token IS NULL) = (pid IS NULL))
);
CREATE INDEX map_chunk_turn ON map_chunk (pool, priority DESC, map, first)
  WHERE attempt_token IS NULL;
CREATE INDEX map_chunk_later ON map_chunk (pool, not_before)
  WHERE attempt_token IS NULL AND not_before IS NOT NULL;

-- Items from first to before last that are through, in the order of seq: their values, one a line,
-- or why each of them has none. Those that did not run never had their turn.
CREATE TABLE map_result (
  map       str    NOT NULL REFERENCES map (id) ON DELETE CASCADE,
  first     BIGINT NOT NULL,
  last      BIGINT NOT NULL,
  seq       BIGINT NOT NULL,
  texts     str,
  failure   str,
  ran       BIGINT NOT NULL CHECK (ran IN (0, 1)),
  PRIMARY KEY (map, first),
  UNIQUE (map, seq),
  CHECK (first < last),
  CHECK ((texts IS NULL) <> (failure IS NULL))
);
CREATE INDEX map_result_failed ON map_result (map, first) WHERE failure IS NOT NULL AND ran = 1;
