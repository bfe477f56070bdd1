-- What one node asks another to do, because only that one can: it has the child.
CREATE TABLE errand (
  id       str PRIMARY KEY,
  node     str     NOT NULL REFERENCES node (id) ON DELETE CASCADE, -- that shall do it
  kind     str     NOT NULL,
  request  str     NOT NULL,
  asked_at BIGINT  NOT NULL, -- by the clock of the database
  taken_at BIGINT,           -- from then on nobody else does it
  answer   str,
  failed   str CHECK (failed IS NULL OR answer IS NULL)
);

CREATE INDEX errand_open ON errand (node) WHERE taken_at IS NULL;
