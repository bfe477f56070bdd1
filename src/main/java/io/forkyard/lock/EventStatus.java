package io.forkyard.lock;

/**
 * An event as it stands.
 *
 * @param set whether a wait would end at once
 * @param waiters callers that are blocked in wait
 */
public record EventStatus(String name, boolean set, int waiters) {}
