-- How many items of a queue are where is kept in the transaction of each change.
CREATE TABLE queue (
  name           str PRIMARY KEY,
  maxsize        BIGINT NOT NULL CHECK (maxsize >= 0), -- 0 is no bound
  max_deliveries BIGINT NOT NULL CHECK (max_deliveries >= 1),
  closed         BIGINT NOT NULL DEFAULT 0 CHECK (closed IN (0, 1)),
  next_position  BIGINT NOT NULL DEFAULT 1,
  ready          BIGINT NOT NULL DEFAULT 0 CHECK (ready >= 0),
  lent           BIGINT NOT NULL DEFAULT 0 CHECK (lent >= 0),
  dead           BIGINT NOT NULL DEFAULT 0 CHECK (dead >= 0),
  unfinished     BIGINT NOT NULL DEFAULT 0 CHECK (unfinished >= 0),
  bytes          BIGINT  NOT NULL DEFAULT 0 CHECK (bytes >= 0)
);

-- An item keeps its position for life, so one that comes back is at the head again, in its order.
CREATE TABLE queue_item (
  queue       str    NOT NULL REFERENCES queue (name) ON DELETE CASCADE,
  position    BIGINT NOT NULL,
  id          str    NOT NULL,
  state       str    NOT NULL CHECK (state IN ('READY', 'LENT', 'DEAD')),
  item        str    NOT NULL,
  bytes       BIGINT NOT NULL,
  deliveries  BIGINT NOT NULL DEFAULT 0 CHECK (deliveries >= 0),
  put_at      BIGINT  NOT NULL,
  lease       BIGINT,
  lease_token str,
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
