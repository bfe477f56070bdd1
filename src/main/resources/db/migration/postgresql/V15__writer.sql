-- What the last transaction of a node left. A node whose connection broke while it committed sees
-- here whether it did.
ALTER TABLE node ADD COLUMN mark str;

-- One transaction at a time writes, whichever node's it is, and only while that node has a row.
CREATE FUNCTION begin_write(writer str) RETURNS BOOLEAN LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7234017283807667300);
  RETURN writer IS NULL OR EXISTS (SELECT 1 FROM node WHERE node.id = writer);
END
$$;
