package io.forkyard.job;

import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What may be claimed next: a job, or a chunk of a map. */
sealed interface Candidate permits Head, ChunkHead {

  /** The order of a backlog: higher priority first, then first come; a map's items by index. */
  Comparator<Candidate> ORDER =
      Comparator.comparingInt(Candidate::priority)
          .reversed()
          .thenComparing(candidate -> candidate.entry().toString())
          .thenComparingInt(Candidate::first);

  /** The entry of the backlog that it belongs to. */
  UUID entry();

  int priority();

  /** Index of the first item, 0 for a job. */
  int first();

  /** Hash of its source, if it has one. */
  @Nullable String source();

  /** What its child must have been started with beyond the pool's settings. */
  String jvmOptions();
}
