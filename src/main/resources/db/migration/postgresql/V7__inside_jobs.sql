-- What a job tells of its progress, from 0 to 1; null again with each attempt.
ALTER TABLE job ADD COLUMN progress DOUBLE PRECISION CHECK (progress BETWEEN 0 AND 1);

-- The job that has submitted it. It may be gone.
ALTER TABLE job ADD COLUMN parent str;
