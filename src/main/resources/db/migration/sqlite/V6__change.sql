-- Every change of state, written in the transaction of the change. Ids grow in the order of the
-- commits: there is one writer. The oldest rows are pruned, never the newest.
CREATE TABLE change (
  id      INTEGER PRIMARY KEY,
  at      INTEGER NOT NULL,
  kind    TEXT    NOT NULL CHECK (kind IN ('JOB', 'MAP', 'PROCESS', 'POOL')),
  subject TEXT    NOT NULL,
  state   TEXT    NOT NULL,
  pool    TEXT,
  name    TEXT,
  target  TEXT
);
