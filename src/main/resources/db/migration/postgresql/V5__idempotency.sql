-- What a marked request made: one row for each address and Idempotency-Key, written with the thing
-- itself. The status is that of the first answer, once it is known.
CREATE TABLE repeat_key (
  id         str PRIMARY KEY,
  body       str    NOT NULL,
  subject    str    NOT NULL,
  status     BIGINT,
  created_at BIGINT NOT NULL
);
CREATE INDEX repeat_key_age ON repeat_key (created_at);
