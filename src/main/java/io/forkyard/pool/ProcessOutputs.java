package io.forkyard.pool;

import io.forkyard.node.Errand;
import io.forkyard.node.UnansweredException;
import io.forkyard.pool.Outputs.Chunk;
import io.forkyard.process.Child;
import io.forkyard.process.Output;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * What processes print: live from the child's files, also through the node that has it; afterwards,
 * for one of its own, stored.
 */
public final class ProcessOutputs {

  /** A process has one life. */
  private static final int ONLY_ATTEMPT = 1;

  /** What is read, for the node that has the child. */
  record Wish(UUID id, Outputs.Stream stream, long offset, int max, Duration limit) {}

  private final Processes processes;
  private final NodeProcesses here;
  private final ProcessStore store;
  private final Staff staff;
  private final Errand<Wish, Piece> errand;

  /**
   * What was read.
   *
   * @param live whether the process has not ended
   * @param last whether nothing follows
   */
  record Piece(byte[] bytes, boolean live, boolean last) {}

  ProcessOutputs(Processes processes, NodeProcesses here, ProcessStore store, Staff staff) {
    this.processes = processes;
    this.here = here;
    this.store = store;
    this.staff = staff;
    this.errand = staff.errands().kind("process-output", Wish.class, Piece.class, this::readHere);
  }

  /**
   * Reads on from an offset; waits as {@link Outputs#read} does.
   *
   * @return empty when there is no such process
   * @throws UnansweredException if another node may have it, which is silent
   */
  public Optional<Chunk> read(UUID id, Outputs.Stream stream, long offset, int max, Duration wait) {
    Wish wish = new Wish(id, stream, offset, max, wait);
    return readHere(wish).or(() -> readElsewhere(wish)).or(() -> look(wish)).map(this::chunk);
  }

  private Chunk chunk(Piece piece) {
    boolean last = piece.live() ? staff.signal().draining() : piece.last();
    return new Chunk(piece.bytes(), ONLY_ATTEMPT, last);
  }

  private Optional<Piece> readHere(Wish wish) {
    return staff
        .signal()
        .await(
            Processes.topic(wish.id()),
            wish.limit(),
            Outputs.LOOK,
            () -> look(wish),
            piece -> piece.isEmpty() || piece.get().last() || piece.get().bytes().length > 0);
  }

  private Optional<Piece> readElsewhere(Wish wish) {
    return errand.ask(processes.nodes(wish.id()), wish, wish.limit().plus(Outputs.ANSWER)).any();
  }

  /** The files go when the end is stored; what was read from them before that is whole. */
  private Optional<Piece> look(Wish wish) {
    Optional<Child> child = here.child(wish.id());
    if (child.isPresent()) {
      byte[] live = read(child.get(), wish);
      if (here.child(wish.id()).isPresent()) {
        return Optional.of(new Piece(live, true, false));
      }
    }
    return here.find(wish.id()).map(process -> stored(wish));
  }

  private static byte[] read(Child child, Wish wish) {
    return child
        .output()
        .read(Output.Stream.valueOf(wish.stream().name()), wish.offset(), wish.max());
  }

  private Piece stored(Wish wish) {
    byte[] all = store.output(wish.id(), wish.stream().name()).orElseGet(() -> new byte[0]);
    int from = (int) Math.min(wish.offset(), all.length);
    int to = Math.min(all.length, from + Math.min(wish.max(), all.length));
    return new Piece(Arrays.copyOfRange(all, from, to), false, to == all.length);
  }
}
