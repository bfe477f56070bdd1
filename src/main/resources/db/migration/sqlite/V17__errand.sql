-- What one node asks another to do, because only that one can: it has the child.
CREATE TABLE errand (
  id       TEXT PRIMARY KEY,
  node     TEXT    NOT NULL REFERENCES node (id) ON DELETE CASCADE, -- that shall do it
  kind     TEXT    NOT NULL,
  request  TEXT    NOT NULL,
  asked_at INTEGER NOT NULL, -- by the clock of the database
  taken_at INTEGER,          -- from then on nobody else does it
  answer   TEXT,
  failed   TEXT CHECK (failed IS NULL OR answer IS NULL)
);

CREATE INDEX errand_open ON errand (node) WHERE taken_at IS NULL;
