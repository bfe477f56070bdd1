-- What waits has no child. Asked for it by its token, the database reads all that waits in any pool
-- and sorts it: the index of the unique tokens looks better to it than this one.
DROP INDEX map_chunk_turn;
CREATE INDEX map_chunk_turn ON map_chunk (pool, priority DESC, map, first) WHERE pid IS NULL;
