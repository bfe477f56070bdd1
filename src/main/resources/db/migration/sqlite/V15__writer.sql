-- The embedded database has one writer by itself, and its commits are answered.
ALTER TABLE node ADD COLUMN mark TEXT;
