package io.forkyard.process;

/**
 * What a child of a service that is gone has left, while its files are there.
 *
 * @param owner the id of that start of the service
 * @param output what the child has printed
 */
public record Remains(String owner, long pid, Output output) {}
