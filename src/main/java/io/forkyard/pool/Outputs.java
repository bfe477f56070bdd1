package io.forkyard.pool;

import io.forkyard.job.End;
import io.forkyard.job.Job;
import io.forkyard.job.JobState;
import io.forkyard.job.Jobs;
import io.forkyard.node.Errand;
import io.forkyard.node.UnansweredException;
import io.forkyard.process.Output;
import io.forkyard.storage.ChangeSignal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What jobs print: live from the child's files, also through its node; then stored. */
public final class Outputs {

  /** Files change without a word, so a reader who follows one looks again this often. */
  static final Duration LOOK = Duration.ofMillis(100);

  /** What another node may take beside the wait. */
  static final Duration ANSWER = Duration.ofSeconds(3);

  /** One of the two streams. */
  public enum Stream {
    STDOUT,
    STDERR
  }

  /**
   * A piece of a stream.
   *
   * @param bytes may be empty
   * @param attempt which one they are of
   * @param last whether nothing follows these bytes: the attempt has ended, or the service stops
   */
  public record Chunk(byte[] bytes, int attempt, boolean last) {}

  /** What is read, for the node whose child prints it. */
  record Wish(
      UUID job, Stream stream, @Nullable Integer attempt, long offset, int max, Duration limit) {

    boolean of(int number) {
      return attempt == null || attempt == number;
    }
  }

  /** What that node has read. */
  record Piece(byte[] bytes, int attempt) {}

  /**
   * What one look has found.
   *
   * @param node that has the child, if it is another one; then the chunk is empty
   */
  private record Seen(Chunk chunk, @Nullable String node) {

    boolean enough() {
      return node != null || chunk.last() || chunk.bytes().length > 0;
    }
  }

  private final Jobs jobs;
  private final Staff staff;
  private final ChangeSignal signal;
  private final Errand<Wish, Piece> errand;

  Outputs(Jobs jobs, Staff staff) {
    this.jobs = jobs;
    this.staff = staff;
    this.signal = staff.signal();
    this.errand = staff.errands().kind("job-output", Wish.class, Piece.class, this::readHere);
  }

  /**
   * Reads on from an offset. Returns at once when there is something to read or nothing will
   * follow, else as soon as there is, at the latest after the given wait.
   *
   * @param attempt which one, or null for the last
   * @return empty when there is no such job
   * @throws UnansweredException if its child is another node's, which is silent, and no wait was
   *     given; with one, the node is asked again by the next read
   */
  public Optional<Chunk> read(
      UUID job, Stream stream, @Nullable Integer attempt, long offset, int max, Duration wait) {
    Wish wish = new Wish(job, stream, attempt, offset, max, wait);
    return signal
        .await(
            Jobs.topic(job),
            wait,
            LOOK,
            () -> look(wish),
            seen -> seen.isEmpty() || seen.get().enough())
        .flatMap(seen ->
            seen.node() == null ? Optional.of(seen.chunk()) : readElsewhere(seen.node(), wish));
  }

  private Optional<Seen> look(Wish wish) {
    AttemptRun run = run(wish).orElse(null);
    if (run != null) {
      byte[] live = live(run, wish);
      if (!run.settled().isDone()) {
        return Optional.of(new Seen(new Chunk(live, run.number(), signal.draining()), null));
      }
    }
    return jobs.find(wish.job()).map(job -> look(job, wish));
  }

  private Seen look(Job job, Wish wish) {
    String node = wish.of(job.attempt()) ? elsewhere(job) : null;
    return new Seen(stored(job, wish), node);
  }

  private @Nullable String elsewhere(Job job) {
    return job.state() == JobState.RUNNING || job.state() == JobState.STOPPING
        ? jobs.owner(job.id()).filter(staff::elsewhere).orElse(null)
        : null;
  }

  private Optional<AttemptRun> run(Wish wish) {
    return staff.running().find(wish.job()).filter(run -> wish.of(run.number()));
  }

  /** The child prints for its next job when it has answered. */
  private static byte[] live(AttemptRun run, Wish wish) {
    byte[] read =
        run.child()
            .output()
            .read(Output.Stream.valueOf(wish.stream().name()), wish.offset(), wish.max());
    End answer = run.answer();
    return answer == null ? read : part(answer, wish);
  }

  private static byte[] part(End answer, Wish wish) {
    return part(wish.stream() == Stream.STDOUT ? answer.stdout() : answer.stderr(), wish);
  }

  private static byte[] part(byte[] all, Wish wish) {
    int from = (int) Math.min(wish.offset(), all.length);
    return Arrays.copyOfRange(
        all, from, Math.min(all.length, from + Math.min(wish.max(), all.length)));
  }

  /** For another node: nothing once the run is over, for then all is stored. */
  private Optional<Piece> readHere(Wish wish) {
    return run(wish)
        .flatMap(run -> {
          byte[] bytes =
              signal.await(
                  Jobs.topic(wish.job()),
                  wish.limit(),
                  LOOK,
                  () -> live(run, wish),
                  read -> read.length > 0 || run.settled().isDone());
          return run.settled().isDone()
              ? Optional.empty()
              : Optional.of(new Piece(bytes, run.number()));
        });
  }

  private Optional<Chunk> readElsewhere(String node, Wish wish) {
    try {
      Piece piece = errand.ask(node, wish, wish.limit().plus(ANSWER)).orElse(null);
      if (piece != null) {
        return Optional.of(new Chunk(piece.bytes(), piece.attempt(), signal.draining()));
      }
    } catch (UnansweredException e) {
      if (wish.limit().isZero()) {
        throw e;
      }
      awaitMove(node, wish);
    }
    return look(wish).map(Seen::chunk);
  }

  /** A node that is silent comes back, or its job becomes another's. */
  private void awaitMove(String node, Wish wish) {
    signal.await(
        Jobs.topic(wish.job()),
        wish.limit(),
        () -> jobs.owner(wish.job()),
        owner -> !owner.equals(Optional.of(node)));
  }

  private Chunk stored(Job job, Wish wish) {
    int number = wish.attempt() == null ? job.attempt() : wish.attempt();
    byte[] all = jobs.output(job.id(), number, wish.stream().name());
    byte[] part = part(all, wish);
    boolean ended = job.state().ready() || number < job.attempt() || signal.draining();
    return new Chunk(part, number, ended && wish.offset() + part.length >= all.length);
  }
}
