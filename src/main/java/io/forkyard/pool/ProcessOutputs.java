package io.forkyard.pool;

import io.forkyard.pool.Outputs.Chunk;
import io.forkyard.process.Output;
import io.forkyard.storage.ChangeSignal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/** What processes print: live from the child's files; afterwards, for one of its own, stored. */
public final class ProcessOutputs {

  /** A process has one life. */
  private static final int ONLY_ATTEMPT = 1;

  private final Processes processes;
  private final ProcessStore store;
  private final ChangeSignal signal;

  ProcessOutputs(Processes processes, ProcessStore store, ChangeSignal signal) {
    this.processes = processes;
    this.store = store;
    this.signal = signal;
  }

  /**
   * Reads on from an offset; waits as {@link Outputs#read} does.
   *
   * @return empty when there is no such process
   */
  public Optional<Chunk> read(UUID id, Outputs.Stream stream, long offset, int max, Duration wait) {
    return signal.await(
        Processes.topic(id),
        wait,
        Outputs.LOOK,
        () -> look(id, stream, offset, max),
        chunk -> chunk.isEmpty() || chunk.get().last() || chunk.get().bytes().length > 0);
  }

  /** The files go when the end is stored; what was read from them before that is whole. */
  private Optional<Chunk> look(UUID id, Outputs.Stream stream, long offset, int max) {
    Optional<byte[]> live =
        processes
            .child(id)
            .map(child -> child.output().read(Output.Stream.valueOf(stream.name()), offset, max));
    if (live.isPresent() && processes.child(id).isPresent()) {
      return Optional.of(new Chunk(live.get(), ONLY_ATTEMPT, signal.draining()));
    }
    return processes.find(id).map(process -> stored(id, stream, offset, max));
  }

  private Chunk stored(UUID id, Outputs.Stream stream, long offset, int max) {
    byte[] all = store.output(id, stream.name()).orElseGet(() -> new byte[0]);
    int from = (int) Math.min(offset, all.length);
    int to = Math.min(all.length, from + Math.min(max, all.length));
    return new Chunk(Arrays.copyOfRange(all, from, to), ONLY_ATTEMPT, to == all.length);
  }
}
