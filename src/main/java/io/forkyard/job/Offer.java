package io.forkyard.job;

/**
 * A child that waits for a job.
 *
 * @param token of the attempt, should it get one
 * @param worker its name
 * @param jvmOptions what it was started with beyond the pool's settings
 */
public record Offer(String token, String worker, long pid, String jvmOptions) {}
