-- Where the end of a job or a map is delivered, and how far that is. A row without next_try waits for that
-- end, or is done.
CREATE TABLE callback (
  kind         str    NOT NULL CHECK (kind IN ('JOB', 'MAP')),
  subject      str    NOT NULL,
  way          str    NOT NULL CHECK (way IN ('URL', 'QUEUE')),
  address      str    NOT NULL,
  outcome      str    NOT NULL DEFAULT 'PENDING' CHECK (
    outcome IN ('PENDING', 'DELIVERED', 'FAILED')),
  tries        BIGINT NOT NULL DEFAULT 0,
  ended_at     BIGINT,
  next_try     BIGINT,
  last_error   str,
  delivered_at BIGINT,
  PRIMARY KEY (subject, kind),
  CHECK (next_try IS NULL OR (outcome = 'PENDING' AND ended_at IS NOT NULL)),
  CHECK ((outcome = 'DELIVERED') = (delivered_at IS NOT NULL)),
  CHECK (outcome <> 'FAILED' OR last_error IS NOT NULL)
);

CREATE INDEX callback_turn ON callback (next_try) WHERE next_try IS NOT NULL;

-- A job or a map ends in many ways, and each of them sets finished_at. So a delivery is due in the
-- very statement that ends it, and no way can forget it.
CREATE FUNCTION callback_of_job_due() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  UPDATE callback SET ended_at = NEW.finished_at, next_try = NEW.finished_at
   WHERE subject = NEW.id AND kind = 'JOB';
  RETURN NULL;
END
$$;

CREATE TRIGGER callback_of_job_due AFTER UPDATE OF finished_at ON job
  FOR EACH ROW WHEN (OLD.finished_at IS NULL AND NEW.finished_at IS NOT NULL)
  EXECUTE FUNCTION callback_of_job_due();

CREATE FUNCTION callback_of_job_forgotten() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM callback WHERE subject = OLD.id AND kind = 'JOB';
  RETURN NULL;
END
$$;

CREATE TRIGGER callback_of_job_forgotten AFTER DELETE ON job
  FOR EACH ROW EXECUTE FUNCTION callback_of_job_forgotten();

CREATE FUNCTION callback_of_map_due() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  UPDATE callback SET ended_at = NEW.finished_at, next_try = NEW.finished_at
   WHERE subject = NEW.id AND kind = 'MAP';
  RETURN NULL;
END
$$;

CREATE TRIGGER callback_of_map_due AFTER UPDATE OF finished_at ON map
  FOR EACH ROW WHEN (OLD.finished_at IS NULL AND NEW.finished_at IS NOT NULL)
  EXECUTE FUNCTION callback_of_map_due();

-- A map without items has ended when it is accepted.
CREATE FUNCTION callback_of_map_due_at_once() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  UPDATE callback
     SET (ended_at, next_try) = (SELECT finished_at, finished_at FROM map WHERE id = NEW.subject)
   WHERE subject = NEW.subject AND kind = 'MAP';
  RETURN NULL;
END
$$;

CREATE TRIGGER callback_of_map_due_at_once AFTER INSERT ON callback
  FOR EACH ROW WHEN (NEW.kind = 'MAP')
  EXECUTE FUNCTION callback_of_map_due_at_once();

CREATE FUNCTION callback_of_map_forgotten() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM callback WHERE subject = OLD.id AND kind = 'MAP';
  RETURN NULL;
END
$$;

CREATE TRIGGER callback_of_map_forgotten AFTER DELETE ON map
  FOR EACH ROW EXECUTE FUNCTION callback_of_map_forgotten();
