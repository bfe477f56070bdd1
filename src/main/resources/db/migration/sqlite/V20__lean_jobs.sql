-- A job changes its state twice, and each index that has the state pays for both. What runs is
-- little: job_place has all of it.
DROP INDEX job_running;
DROP INDEX job_state;
DROP INDEX job_pool_open;
CREATE INDEX job_waiting ON job (id) WHERE state = 'PENDING';
CREATE INDEX job_pool_waiting ON job (pool, id) WHERE state = 'PENDING';
CREATE INDEX job_over ON job (state, id) WHERE finished_at IS NOT NULL;

-- Those alone that have a process whose end is not known.
DROP INDEX job_process;
CREATE INDEX job_process ON job (pid) WHERE pid IS NOT NULL AND exit_code IS NULL;
