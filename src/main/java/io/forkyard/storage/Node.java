package io.forkyard.storage;

/**
 * This running service.
 *
 * @param id of this start of it, which owns what its children have
 * @param name as jobs show it
 * @param pid of its process, the parent of its children
 */
public record Node(String id, String name, long pid) {}
