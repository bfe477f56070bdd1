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

-- Many statements write a state. Triggers see each of them, so no way to change one can be forgotten.
CREATE TRIGGER change_of_new_job AFTER INSERT ON job
BEGIN
  INSERT INTO change (at, kind, subject, state, pool, name, target)
  VALUES (unixepoch('subsec') * 1000, 'JOB', NEW.id, NEW.state, NEW.pool, NEW.name, NEW.target);
END;

CREATE TRIGGER change_of_job AFTER UPDATE OF state ON job WHEN OLD.state <> NEW.state
BEGIN
  INSERT INTO change (at, kind, subject, state, pool, name, target)
  VALUES (unixepoch('subsec') * 1000, 'JOB', NEW.id, NEW.state, NEW.pool, NEW.name, NEW.target);
END;

CREATE TRIGGER change_of_new_map AFTER INSERT ON map
BEGIN
  INSERT INTO change (at, kind, subject, state, pool, name, target)
  VALUES (unixepoch('subsec') * 1000, 'MAP', NEW.id, NEW.state, NEW.pool, NEW.name, NEW.target);
END;

CREATE TRIGGER change_of_map AFTER UPDATE OF state ON map WHEN OLD.state <> NEW.state
BEGIN
  INSERT INTO change (at, kind, subject, state, pool, name, target)
  VALUES (unixepoch('subsec') * 1000, 'MAP', NEW.id, NEW.state, NEW.pool, NEW.name, NEW.target);
END;

CREATE TRIGGER change_of_new_pool AFTER INSERT ON pool
BEGIN
  INSERT INTO change (at, kind, subject, state, pool)
  VALUES (unixepoch('subsec') * 1000, 'POOL', NEW.name, NEW.state, NEW.name);
END;

CREATE TRIGGER change_of_pool AFTER UPDATE OF state ON pool WHEN OLD.state <> NEW.state
BEGIN
  INSERT INTO change (at, kind, subject, state, pool)
  VALUES (unixepoch('subsec') * 1000, 'POOL', NEW.name, NEW.state, NEW.name);
END;

CREATE TRIGGER change_of_gone_pool AFTER DELETE ON pool
BEGIN
  INSERT INTO change (at, kind, subject, state, pool)
  VALUES (unixepoch('subsec') * 1000, 'POOL', OLD.name, 'DELETED', OLD.name);
END;

-- What else becomes of a process is told by who watches it.
CREATE TRIGGER change_of_lost_process AFTER UPDATE OF state ON process WHEN NEW.state = 'LOST'
BEGIN
  INSERT INTO change (at, kind, subject, state, name, target)
  VALUES (unixepoch('subsec') * 1000, 'PROCESS', NEW.id, NEW.state, NEW.name, NEW.target);
END;
