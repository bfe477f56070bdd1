-- Who waits for these is kept in memory; who holds what is here.
CREATE TABLE lock (
  name      str PRIMARY KEY,
  reentrant BIGINT NOT NULL CHECK (reentrant IN (0, 1)),
  fence     BIGINT  NOT NULL CHECK (fence >= 0),             -- of the latest grant
  entries   BIGINT NOT NULL DEFAULT 0 CHECK (entries >= 0), -- how often its holder has it
  token     str,
  holder    str,
  child     str,    -- the process, when a child JVM holds it
  since     BIGINT,
  lease     BIGINT,
  lease_end BIGINT,
  lapsed    str,    -- the token that was last taken from its holder
  CHECK (reentrant = 1 OR entries <= 1),
  CHECK ((entries > 0) = (token IS NOT NULL)),
  CHECK ((entries > 0) = (holder IS NOT NULL)),
  CHECK ((entries > 0) = (since IS NOT NULL)),
  CHECK (entries = 0 OR (child IS NULL) = (lease IS NOT NULL)),
  CHECK ((lease IS NULL) = (lease_end IS NULL))
);

CREATE INDEX lock_due ON lock (lease_end) WHERE lease_end IS NOT NULL;
CREATE INDEX lock_child ON lock (child) WHERE child IS NOT NULL;

-- A lock that is made anew goes on behind the highest fence of those that were deleted.
CREATE TABLE lock_fence (
  fence BIGINT NOT NULL
);

INSERT INTO lock_fence (fence) VALUES (0);

CREATE TABLE semaphore (
  name    str PRIMARY KEY,
  initial BIGINT NOT NULL CHECK (initial >= 0),
  bounded BIGINT NOT NULL CHECK (bounded IN (0, 1)),
  value   BIGINT NOT NULL CHECK (value BETWEEN 0 AND 2147483647), -- permits that are left
  CHECK (bounded = 0 OR value <= initial)
);

-- What child JVMs have of it.
CREATE TABLE permit (
  semaphore str    NOT NULL REFERENCES semaphore (name) ON DELETE CASCADE,
  child     str    NOT NULL,
  permits   BIGINT NOT NULL CHECK (permits > 0),
  PRIMARY KEY (semaphore, child)
);

CREATE INDEX permit_child ON permit (child);

CREATE TABLE event (
  name   str PRIMARY KEY,
  is_set BIGINT NOT NULL DEFAULT 0 CHECK (is_set IN (0, 1)),
  sets   BIGINT  NOT NULL DEFAULT 0 -- so that who waits sees a set that was cleared at once
);
