CREATE FUNCTION next_change() RETURNS BIGINT LANGUAGE plpgsql AS $$
BEGIN
  -- A sequence would leave a gap for each transaction that fails, and readers take gaps for losses.
  RETURN (SELECT COALESCE(MAX(id), 0) + 1 FROM change);
END
$$;

CREATE FUNCTION now_millis() RETURNS BIGINT LANGUAGE sql
RETURN (extract(epoch FROM clock_timestamp()) * 1000)::BIGINT;

-- Every change of state, written in the transaction of the change. Ids grow in the order of the
-- commits: there is one writer. The oldest rows are pruned, never the newest.
CREATE TABLE change (
  id      BIGINT PRIMARY KEY DEFAULT next_change(),
  at      BIGINT NOT NULL,
  kind    str    NOT NULL CHECK (kind IN ('JOB', 'MAP', 'PROCESS', 'POOL')),
  subject str    NOT NULL,
  state   str    NOT NULL,
  pool    str,
  name    str,
  target  str
);

-- Many statements write a state. Triggers see each of them, so no way to change one can be forgotten.
CREATE FUNCTION change_of_new_job() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO change (at, kind, subject, state, pool, name, target)
  VALUES (now_millis(), 'JOB', NEW.id, NEW.state, NEW.pool, NEW.name, NEW.target);
  RETURN NULL;
END
$$;

CREATE TRIGGER change_of_new_job AFTER INSERT ON job
  FOR EACH ROW EXECUTE FUNCTION change_of_new_job();

CREATE FUNCTION change_of_job() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO change (at, kind, subject, state, pool, name, target)
  VALUES (now_millis(), 'JOB', NEW.id, NEW.state, NEW.pool, NEW.name, NEW.target);
  RETURN NULL;
END
$$;

CREATE TRIGGER change_of_job AFTER UPDATE OF state ON job
  FOR EACH ROW WHEN (OLD.state <> NEW.state)
  EXECUTE FUNCTION change_of_job();

CREATE FUNCTION change_of_new_map() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO change (at, kind, subject, state, pool, name, target)
  VALUES (now_millis(), 'MAP', NEW.id, NEW.state, NEW.pool, NEW.name, NEW.target);
  RETURN NULL;
END
$$;

CREATE TRIGGER change_of_new_map AFTER INSERT ON map
  FOR EACH ROW EXECUTE FUNCTION change_of_new_map();

CREATE FUNCTION change_of_map() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO change (at, kind, subject, state, pool, name, target)
  VALUES (now_millis(), 'MAP', NEW.id, NEW.state, NEW.pool, NEW.name, NEW.target);
  RETURN NULL;
END
$$;

CREATE TRIGGER change_of_map AFTER UPDATE OF state ON map
  FOR EACH ROW WHEN (OLD.state <> NEW.state)
  EXECUTE FUNCTION change_of_map();

CREATE FUNCTION change_of_new_pool() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO change (at, kind, subject, state, pool)
  VALUES (now_millis(), 'POOL', NEW.name, NEW.state, NEW.name);
  RETURN NULL;
END
$$;

CREATE TRIGGER change_of_new_pool AFTER INSERT ON pool
  FOR EACH ROW EXECUTE FUNCTION change_of_new_pool();

CREATE FUNCTION change_of_pool() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO change (at, kind, subject, state, pool)
  VALUES (now_millis(), 'POOL', NEW.name, NEW.state, NEW.name);
  RETURN NULL;
END
$$;

CREATE TRIGGER change_of_pool AFTER UPDATE OF state ON pool
  FOR EACH ROW WHEN (OLD.state <> NEW.state)
  EXECUTE FUNCTION change_of_pool();

CREATE FUNCTION change_of_gone_pool() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO change (at, kind, subject, state, pool)
  VALUES (now_millis(), 'POOL', OLD.name, 'DELETED', OLD.name);
  RETURN NULL;
END
$$;

CREATE TRIGGER change_of_gone_pool AFTER DELETE ON pool
  FOR EACH ROW EXECUTE FUNCTION change_of_gone_pool();

-- What else becomes of a process is told by who watches it.
CREATE FUNCTION change_of_lost_process() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO change (at, kind, subject, state, name, target)
  VALUES (now_millis(), 'PROCESS', NEW.id, NEW.state, NEW.name, NEW.target);
  RETURN NULL;
END
$$;

CREATE TRIGGER change_of_lost_process AFTER UPDATE OF state ON process
  FOR EACH ROW WHEN (NEW.state = 'LOST')
  EXECUTE FUNCTION change_of_lost_process();
