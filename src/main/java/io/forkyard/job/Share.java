package io.forkyard.job;

import java.util.UUID;

/**
 * How much of a job is done.
 *
 * @param token of the attempt that says so
 * @param share from 0 to 1
 */
public record Share(UUID job, String token, double share) {}
