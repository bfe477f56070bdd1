-- How many items of a queue are where is kept in the transaction of each change.
CREATE TABLE queue (
  name           TEXT PRIMARY KEY,
  maxsize        INTEGER NOT NULL CHECK (maxsize >= 0), -- 0 is no bound
  max_deliveries INTEGER NOT NULL CHECK (max_deliveries >= 1),
  closed         INTEGER NOT NULL DEFAULT 0 CHECK (closed IN (0, 1)),
  next_position  INTEGER NOT NULL DEFAULT 1,
  ready          INTEGER NOT NULL DEFAULT 0 CHECK (ready >= 0),
  lent           INTEGER NOT NULL DEFAULT 0 CHECK (lent >= 0),
  dead           INTEGER NOT NULL DEFAULT 0 CHECK (dead >= 0),
  unfinished     INTEGER NOT NULL DEFAULT 0 CHECK (unfinished >= 0),
  bytes          BIGINT  NOT NULL DEFAULT 0 CHECK (bytes >= 0)
);

-- An item keeps its position for life, so one that comes back is at the head again, in its order.
CREATE TABLE queue_item (
  queue       TEXT    NOT NULL REFERENCES queue (name) ON DELETE CASCADE,
  position    INTEGER NOT NULL,
  id          TEXT    NOT NULL,
  state       TEXT    NOT NULL CHECK (state IN ('READY', 'LENT', 'DEAD')),
  item        TEXT    NOT NULL,
  bytes       INTEGER NOT NULL,
  deliveries  INTEGER NOT NULL DEFAULT 0 CHECK (deliveries >= 0),
  put_at      BIGINT  NOT NULL,
  lease       BIGINT,
  lease_token TEXT,
  lease_end   BIGINT,
  PRIMARY KEY (queue, position),
  CHECK ((state = 'LENT') = (lease_token IS NOT NULL)),
  CHECK ((state = 'LENT') = (lease IS NOT NULL)),
  CHECK ((state = 'LENT') = (lease_end IS NOT NULL))
);

CREATE INDEX queue_item_ready ON queue_item (queue, position) WHERE state = 'READY';
CREATE INDEX queue_item_dead ON queue_item (queue, position) WHERE state = 'DEAD';
CREATE UNIQUE INDEX queue_item_token ON queue_item (lease_token) WHERE state = 'LENT';
CREATE INDEX queue_item_due ON queue_item (lease_end) WHERE state = 'LENT';
