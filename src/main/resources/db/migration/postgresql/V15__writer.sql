-- What the last transaction of the one writer left. A writer whose connection broke while it
-- committed sees here whether it did.
CREATE TABLE writer (
  mark str NOT NULL
);

INSERT INTO writer (mark) VALUES ('');
