package io.forkyard.job;

import java.util.List;

/**
 * A map with what was found out about its code.
 *
 * @param chunkSize items that a child gets at once; 0 when there are none
 */
public record NewMap(NewJob each, boolean star, List<String> items, int chunkSize) {}
