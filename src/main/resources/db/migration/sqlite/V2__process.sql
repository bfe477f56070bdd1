-- The processes outside every pool. That one lives is RUNNING here; what it does is asked of the
-- process itself.

CREATE TABLE process (
  id         TEXT PRIMARY KEY,
  number     INTEGER NOT NULL,
  name       TEXT    NOT NULL,
  target     TEXT    NOT NULL,
  source     TEXT REFERENCES source (hash),
  state      TEXT    NOT NULL CHECK (state IN ('RUNNING', 'ENDED', 'LOST')),
  node       TEXT    NOT NULL,
  pid        INTEGER NOT NULL,
  ppid       INTEGER NOT NULL,
  exit_code  INTEGER,
  failure    TEXT,
  started_at INTEGER NOT NULL,
  ended_at   INTEGER,
  CHECK ((state = 'RUNNING') = (ended_at IS NULL)),
  CHECK ((state = 'ENDED') = (exit_code IS NOT NULL)),
  CHECK (state <> 'LOST' OR failure IS NOT NULL)
);

CREATE INDEX process_running ON process (node) WHERE state = 'RUNNING';
CREATE INDEX process_ended ON process (id) WHERE state <> 'RUNNING';

CREATE TABLE process_classpath (
  process  TEXT    NOT NULL REFERENCES process (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  artifact TEXT    NOT NULL,
  PRIMARY KEY (process, position)
);
CREATE INDEX process_classpath_artifact ON process_classpath (artifact);

CREATE TABLE process_output (
  process TEXT NOT NULL REFERENCES process (id) ON DELETE CASCADE,
  stream  TEXT NOT NULL CHECK (stream IN ('STDOUT', 'STDERR')),
  bytes   BLOB NOT NULL,
  PRIMARY KEY (process, stream)
);
