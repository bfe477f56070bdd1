package io.forkyard.pool;

import io.forkyard.job.Job;
import io.forkyard.job.Jobs;
import io.forkyard.process.Output;
import io.forkyard.storage.ChangeSignal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What jobs print: live from the child's files, afterwards from the store. */
public final class Outputs {

  /** Files change without a word, so a reader who follows one looks again this often. */
  static final Duration LOOK = Duration.ofMillis(100);

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

  private final Jobs jobs;
  private final Running running;
  private final ChangeSignal signal;

  Outputs(Jobs jobs, Running running, ChangeSignal signal) {
    this.jobs = jobs;
    this.running = running;
    this.signal = signal;
  }

  /**
   * Reads on from an offset. Returns at once when there is something to read or nothing will
   * follow, else as soon as there is, at the latest after the given wait.
   *
   * @param attempt which one, or null for the last
   * @return empty when there is no such job
   */
  public Optional<Chunk> read(
      UUID job, Stream stream, @Nullable Integer attempt, long offset, int max, Duration wait) {
    return signal.await(
        Jobs.topic(job),
        wait,
        LOOK,
        () -> look(job, stream, attempt, offset, max),
        chunk -> chunk.isEmpty() || chunk.get().last() || chunk.get().bytes().length > 0);
  }

  private Optional<Chunk> look(
      UUID id, Stream stream, @Nullable Integer attempt, long offset, int max) {
    Optional<AttemptRun> run = running.find(id);
    if (run.isPresent() && (attempt == null || attempt == run.get().number())) {
      byte[] live = live(run.get(), stream, offset, max);
      if (!run.get().settled().isDone()) {
        return Optional.of(new Chunk(live, run.get().number(), signal.draining()));
      }
    }
    return jobs.find(id).map(job -> stored(job, stream, attempt, offset, max));
  }

  private static byte[] live(AttemptRun run, Stream stream, long offset, int max) {
    return run.child().output().read(Output.Stream.valueOf(stream.name()), offset, max);
  }

  private Chunk stored(Job job, Stream stream, @Nullable Integer attempt, long offset, int max) {
    int number = attempt == null ? job.attempt() : attempt;
    byte[] all = jobs.output(job.id(), number, stream.name());
    int from = (int) Math.min(offset, all.length);
    int to = Math.min(all.length, from + Math.min(max, all.length));
    boolean ended =
        job.state().ready() || attempt != null && number < job.attempt() || signal.draining();
    return new Chunk(Arrays.copyOfRange(all, from, to), number, ended && to == all.length);
  }
}
