-- The processes outside every pool. That one lives is RUNNING here; what it does is asked of the
-- process itself.

CREATE TABLE process (
  id         str PRIMARY KEY,
  number     BIGINT NOT NULL,
  name       str    NOT NULL,
  target     str    NOT NULL,
  source     str REFERENCES source (hash),
  state      str    NOT NULL CHECK (state IN ('RUNNING', 'ENDED', 'LOST')),
  node       str    NOT NULL,
  pid        BIGINT NOT NULL,
  ppid       BIGINT NOT NULL,
  exit_code  BIGINT,
  failure    str,
  started_at BIGINT NOT NULL,
  ended_at   BIGINT,
  CHECK ((state = 'RUNNING') = (ended_at IS NULL)),
  CHECK ((state = 'ENDED') = (exit_code IS NOT NULL)),
  CHECK (state <> 'LOST' OR failure IS NOT NULL)
);

CREATE INDEX process_running ON process (node) WHERE state = 'RUNNING';
CREATE INDEX process_ended ON process (id) WHERE state <> 'RUNNING';

CREATE TABLE process_classpath (
  process  str    NOT NULL REFERENCES process (id) ON DELETE CASCADE,
  position BIGINT NOT NULL,
  artifact str    NOT NULL,
  PRIMARY KEY (process, position)
);
CREATE INDEX process_classpath_artifact ON process_classpath (artifact);

CREATE TABLE process_output (
  process str NOT NULL REFERENCES process (id) ON DELETE CASCADE,
  stream  str NOT NULL CHECK (stream IN ('STDOUT', 'STDERR')),
  bytes   BYTEA NOT NULL,
  PRIMARY KEY (process, stream)
);
