-- Where the end of a job or a map is delivered, and how far that is. A row without next_try waits for that
-- end, or is done.
CREATE TABLE callback (
  kind         TEXT    NOT NULL CHECK (kind IN ('JOB', 'MAP')),
  subject      TEXT    NOT NULL,
  way          TEXT    NOT NULL CHECK (way IN ('URL', 'QUEUE')),
  address      TEXT    NOT NULL,
  outcome      TEXT    NOT NULL DEFAULT 'PENDING' CHECK (
    outcome IN ('PENDING', 'DELIVERED', 'FAILED')),
  tries        INTEGER NOT NULL DEFAULT 0,
  ended_at     INTEGER,
  next_try     INTEGER,
  last_error   TEXT,
  delivered_at INTEGER,
  PRIMARY KEY (subject, kind),
  CHECK (next_try IS NULL OR (outcome = 'PENDING' AND ended_at IS NOT NULL)),
  CHECK ((outcome = 'DELIVERED') = (delivered_at IS NOT NULL)),
  CHECK (outcome <> 'FAILED' OR last_error IS NOT NULL)
);

CREATE INDEX callback_turn ON callback (next_try) WHERE next_try IS NOT NULL;

-- A job or a map ends in many ways, and each of them sets finished_at. So a delivery is due in the
-- very statement that ends it, and no way can forget it.
CREATE TRIGGER callback_of_job_due AFTER UPDATE OF finished_at ON job
WHEN OLD.finished_at IS NULL AND NEW.finished_at IS NOT NULL
BEGIN
  UPDATE callback SET ended_at = NEW.finished_at, next_try = NEW.finished_at
   WHERE subject = NEW.id AND kind = 'JOB';
END;

CREATE TRIGGER callback_of_job_forgotten AFTER DELETE ON job
BEGIN
  DELETE FROM callback WHERE subject = OLD.id AND kind = 'JOB';
END;

CREATE TRIGGER callback_of_map_due AFTER UPDATE OF finished_at ON map
WHEN OLD.finished_at IS NULL AND NEW.finished_at IS NOT NULL
BEGIN
  UPDATE callback SET ended_at = NEW.finished_at, next_try = NEW.finished_at
   WHERE subject = NEW.id AND kind = 'MAP';
END;

-- A map without items has ended when it is accepted.
CREATE TRIGGER callback_of_map_due_at_once AFTER INSERT ON callback WHEN NEW.kind = 'MAP'
BEGIN
  UPDATE callback
     SET (ended_at, next_try) = (SELECT finished_at, finished_at FROM map WHERE id = NEW.subject)
   WHERE subject = NEW.subject AND kind = 'MAP';
END;

CREATE TRIGGER callback_of_map_forgotten AFTER DELETE ON map
BEGIN
  DELETE FROM callback WHERE subject = OLD.id AND kind = 'MAP';
END;
