-- Instants are milliseconds since 1970, durations milliseconds.

CREATE TABLE pool (
  name     TEXT PRIMARY KEY,
  state    TEXT NOT NULL CHECK (state IN ('RUNNING', 'PAUSED', 'CLOSED', 'TERMINATED')),
  settings TEXT NOT NULL
);

-- How many jobs of a pool are where, kept in the transaction of each change. The row exists exactly
-- as long as the pool takes jobs; its absence refuses them.
CREATE TABLE job_count (
  pool      TEXT PRIMARY KEY REFERENCES pool (name),
  pending   INTEGER NOT NULL DEFAULT 0 CHECK (pending >= 0),
  running   INTEGER NOT NULL DEFAULT 0 CHECK (running >= 0),
  succeeded INTEGER NOT NULL DEFAULT 0,
  failed    INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE source (
  hash TEXT PRIMARY KEY,
  text TEXT NOT NULL
);

CREATE TABLE artifact (
  id          TEXT PRIMARY KEY,
  size        INTEGER NOT NULL,
  main_class  TEXT,
  jvm_options TEXT NOT NULL,
  uploaded_at INTEGER NOT NULL
);

-- Large jars come in pieces, so that none is ever whole in memory. The artifact's row comes last.
CREATE TABLE artifact_piece (
  artifact TEXT    NOT NULL,
  position INTEGER NOT NULL,
  bytes    BLOB    NOT NULL,
  PRIMARY KEY (artifact, position)
);

CREATE TABLE job (
  id               TEXT PRIMARY KEY,
  pool             TEXT    NOT NULL,
  name             TEXT,
  target           TEXT    NOT NULL,
  args             TEXT    NOT NULL,
  kwargs           TEXT    NOT NULL,
  source           TEXT REFERENCES source (hash),
  jvm_options      TEXT    NOT NULL,
  timeout          INTEGER,
  max_attempts     INTEGER NOT NULL CHECK (max_attempts >= 1),
  priority         INTEGER NOT NULL,
  not_before       INTEGER,
  state            TEXT    NOT NULL CHECK (
    state IN ('PENDING', 'RUNNING', 'STOPPING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
  attempt          INTEGER NOT NULL DEFAULT 0,
  attempt_token    TEXT,
  result           TEXT,
  failure          TEXT,
  node             TEXT,
  pid              INTEGER,
  ppid             INTEGER,
  process          TEXT,
  exit_code        INTEGER,
  output_truncated INTEGER NOT NULL DEFAULT 0,
  submitted_at     INTEGER NOT NULL,
  started_at       INTEGER,
  finished_at      INTEGER,
  CHECK ((state IN ('RUNNING', 'STOPPING')) = (attempt_token IS NOT NULL)),
  CHECK ((state IN ('SUCCEEDED', 'FAILED', 'CANCELLED')) = (finished_at IS NOT NULL)),
  CHECK ((state = 'SUCCEEDED') = (result IS NOT NULL)),
  CHECK (state <> 'FAILED' OR failure IS NOT NULL),
  CHECK (state NOT IN ('RUNNING', 'STOPPING') OR pid IS NOT NULL)
);

CREATE INDEX job_turn ON job (pool, priority DESC, id) WHERE state = 'PENDING';
CREATE INDEX job_later ON job (pool, not_before) WHERE state = 'PENDING' AND not_before IS NOT NULL;
CREATE INDEX job_process ON job (pid) WHERE exit_code IS NULL;
CREATE INDEX job_running ON job (node) WHERE state IN ('RUNNING', 'STOPPING');
CREATE INDEX job_pool ON job (pool, id);
CREATE INDEX job_state ON job (state, id);
CREATE INDEX job_name ON job (name, id) WHERE name IS NOT NULL;

CREATE TABLE job_classpath (
  job      TEXT    NOT NULL REFERENCES job (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  artifact TEXT    NOT NULL,
  PRIMARY KEY (job, position)
);
CREATE INDEX job_classpath_artifact ON job_classpath (artifact);

CREATE TABLE attempt (
  job         TEXT    NOT NULL REFERENCES job (id) ON DELETE CASCADE,
  number      INTEGER NOT NULL,
  node        TEXT,
  pid         INTEGER,
  ppid        INTEGER,
  process     TEXT,
  exit_code   INTEGER,
  failure     TEXT,
  started_at  INTEGER NOT NULL,
  finished_at INTEGER NOT NULL,
  PRIMARY KEY (job, number)
);
CREATE INDEX attempt_process ON attempt (pid) WHERE exit_code IS NULL;

CREATE TABLE output (
  job     TEXT    NOT NULL REFERENCES job (id) ON DELETE CASCADE,
  attempt INTEGER NOT NULL,
  stream  TEXT    NOT NULL CHECK (stream IN ('STDOUT', 'STDERR')),
  bytes   BLOB    NOT NULL,
  PRIMARY KEY (job, attempt, stream)
);
