-- The services on this database. One that was not seen for too long is forgotten, and what it owned
-- is settled by whoever is there.
CREATE TABLE node (
  id         str PRIMARY KEY, -- of one start of a service
  name       str    NOT NULL,
  folder     str    NOT NULL, -- the data folder, which belongs to one service at a time
  pid        BIGINT NOT NULL,
  started_at BIGINT NOT NULL,
  seen_at    BIGINT NOT NULL  -- by the clock of the database, like all that is compared with it
);

-- The node whose child has it.
ALTER TABLE job ADD COLUMN owner str;
ALTER TABLE map_chunk ADD COLUMN owner str;
ALTER TABLE process ADD COLUMN owner str;

DROP INDEX job_running;
CREATE INDEX job_running ON job (owner) WHERE state IN ('RUNNING', 'STOPPING');

-- The child JVMs that may have a lock, a permit or a lent item.
CREATE TABLE holder (
  child str PRIMARY KEY,
  owner str NOT NULL
);

INSERT INTO holder (child, owner)
SELECT child, '' FROM lock WHERE child IS NOT NULL
 UNION SELECT child, '' FROM permit WHERE child <> ''
 UNION SELECT lease_child, '' FROM queue_item WHERE lease_child IS NOT NULL;
