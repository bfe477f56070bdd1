-- Each node has the pools that are here, as they are here. A pool that is made anew under its old name
-- has another life; how often it was terminated tells a second time from the first.
ALTER TABLE pool ADD COLUMN life str NOT NULL DEFAULT '';
ALTER TABLE pool ADD COLUMN stops BIGINT NOT NULL DEFAULT 0;
ALTER TABLE pool ADD COLUMN grace BIGINT NOT NULL DEFAULT 0;

-- Whether what runs has lent its place in a pool whose size holds for all nodes: 0 is no, 1 is yes, and
-- with 2 it wants the place back.
ALTER TABLE job ADD COLUMN lent BIGINT NOT NULL DEFAULT 0 CHECK (lent BETWEEN 0 AND 2);
ALTER TABLE map_chunk ADD COLUMN lent BIGINT NOT NULL DEFAULT 0 CHECK (lent BETWEEN 0 AND 2);

CREATE INDEX job_place ON job (pool, lent) WHERE state IN ('RUNNING', 'STOPPING');
CREATE INDEX map_chunk_place ON map_chunk (pool, lent) WHERE pid IS NOT NULL;

-- The number of the last process on any node; a name is made of it before the process is stored.
CREATE TABLE process_number (
  last BIGINT NOT NULL
);

INSERT INTO process_number (last) SELECT COALESCE(MAX(number), 0) FROM process;
