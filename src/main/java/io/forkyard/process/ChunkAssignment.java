package io.forkyard.process;

import io.forkyard.wire.Message;
import java.util.List;

/**
 * Some items that a child runs one after the other, as one task.
 *
 * @param task what runs; its arguments by position are the items'
 * @param star whether each item is an array of arguments, else it is the one argument
 * @param items JSON values
 */
public record ChunkAssignment(Assignment task, boolean star, List<String> items) {

  public ChunkAssignment {
    items = List.copyOf(items);
  }

  Message.Chunk message(long pid) {
    return new Message.Chunk(task.message(pid), star, items);
  }
}
