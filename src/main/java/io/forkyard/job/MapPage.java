package io.forkyard.job;

import java.util.List;

/**
 * A part of a list of maps.
 *
 * @param more whether there are older ones
 */
public record MapPage(List<MapStatus> maps, boolean more) {}
