package io.forkyard.job;

import java.util.List;

/**
 * A part of a list of jobs.
 *
 * @param more whether there are older ones
 */
public record JobPage(List<Job> jobs, boolean more) {}
