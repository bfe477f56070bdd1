package io.forkyard.storage;

/**
 * This running service.
 *
 * @param name as jobs show it
 * @param pid of its process, the parent of its children
 */
public record Node(String name, long pid) {}
