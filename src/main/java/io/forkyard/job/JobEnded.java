package io.forkyard.job;

/**
 * An event of the application: a job that had a child has ended, and that is stored.
 *
 * @param claim its last attempt
 */
public record JobEnded(Claim claim, JobState state) {}
