package io.forkyard.job;

import java.util.UUID;

/**
 * A map has come or has changed, after that was stored; it may have ended.
 *
 * @param id of the map
 */
public record MapChanged(UUID id) {}
