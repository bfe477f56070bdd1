-- Instants are milliseconds since 1970, durations milliseconds.

-- Texts are compared and sorted by their bytes, as in the embedded database.
CREATE DOMAIN str AS TEXT COLLATE "C";

CREATE TABLE pool (
  name     str PRIMARY KEY,
  state    str NOT NULL CHECK (state IN ('RUNNING', 'PAUSED', 'CLOSED', 'TERMINATED')),
  settings str NOT NULL
);

-- How many jobs of a pool are where, kept in the transaction of each change. The row exists exactly
-- as long as the pool takes jobs; its absence refuses them.
CREATE TABLE job_count (
  pool      str PRIMARY KEY REFERENCES pool (name),
  pending   BIGINT NOT NULL DEFAULT 0 CHECK (pending >= 0),
  running   BIGINT NOT NULL DEFAULT 0 CHECK (running >= 0),
  succeeded BIGINT NOT NULL DEFAULT 0,
  failed    BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE source (
  hash str PRIMARY KEY,
  text str NOT NULL
);

CREATE TABLE artifact (
  id          str PRIMARY KEY,
  size        BIGINT NOT NULL,
  main_class  str,
  jvm_options str NOT NULL,
  uploaded_at BIGINT NOT NULL
);

-- Large jars come in pieces, so that none is ever whole in memory. The artifact's row comes last.
CREATE TABLE artifact_piece (
  artifact str    NOT NULL,
  position BIGINT NOT NULL,
  bytes    BYTEA    NOT NULL,
  PRIMARY KEY (artifact, position)
);

CREATE TABLE job (
  id               str PRIMARY KEY,
  pool             str    NOT NULL,
  name             str,
  target           str    NOT NULL,
  args             str    NOT NULL,
  kwargs           str    NOT NULL,
  source           str REFERENCES source (hash),
  jvm_options      str    NOT NULL,
  timeout          BIGINT,
  max_attempts     BIGINT NOT NULL CHECK (max_attempts >= 1),
  priority         BIGINT NOT NULL,
  not_before       BIGINT,
  state            str    NOT NULL CHECK (
    state IN ('PENDING', 'RUNNING', 'STOPPING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
  attempt          BIGINT NOT NULL DEFAULT 0,
  attempt_token    str,
  result           str,
  failure          str,
  node             str,
  pid              BIGINT,
  ppid             BIGINT,
  process          str,
  exit_code        BIGINT,
  output_truncated BIGINT NOT NULL DEFAULT 0,
  submitted_at     BIGINT NOT NULL,
  started_at       BIGINT,
  finished_at      BIGINT,
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
  job      str    NOT NULL REFERENCES job (id) ON DELETE CASCADE,
  position BIGINT NOT NULL,
  artifact str    NOT NULL,
  PRIMARY KEY (job, position)
);
CREATE INDEX job_classpath_artifact ON job_classpath (artifact);

CREATE TABLE attempt (
  job         str    NOT NULL REFERENCES job (id) ON DELETE CASCADE,
  number      BIGINT NOT NULL,
  node        str,
  pid         BIGINT,
  ppid        BIGINT,
  process     str,
  exit_code   BIGINT,
  failure     str,
  started_at  BIGINT NOT NULL,
  finished_at BIGINT NOT NULL,
  PRIMARY KEY (job, number)
);
CREATE INDEX attempt_process ON attempt (pid) WHERE exit_code IS NULL;

CREATE TABLE output (
  job     str    NOT NULL REFERENCES job (id) ON DELETE CASCADE,
  attempt BIGINT NOT NULL,
  stream  str    NOT NULL CHECK (stream IN ('STDOUT', 'STDERR')),
  bytes   BYTEA    NOT NULL,
  PRIMARY KEY (job, attempt, stream)
);
