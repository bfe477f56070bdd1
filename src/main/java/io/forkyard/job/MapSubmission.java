package io.forkyard.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A map that a caller asks for, checked for form.
 *
 * @param each what it has in common with a job; its arguments by position are the items'
 * @param star whether each item is an array of arguments, else it is the one argument
 * @param items JSON values without line breaks
 * @param chunkSize items that a child gets at once; null for the rule of the pool
 */
public record MapSubmission(
    Submission each, boolean star, List<String> items, @Nullable Integer chunkSize) {}
