package io.forkyard.pool;

import io.forkyard.code.ClassPaths;
import io.forkyard.code.Sources;
import io.forkyard.job.Added;
import io.forkyard.job.Jobs;
import io.forkyard.job.NewJob;
import io.forkyard.job.Submission;
import io.forkyard.storage.RepeatKey;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The way of a job into its pool. */
final class Submissions {

  private static final String MAIN_CLASS = "@main";

  private final Jobs jobs;
  private final ClassPaths classPaths;
  private final Consumer<String> wake;

  /**
   * Of all pools.
   *
   * @param wake tells the pool of this name that a job has come; by now it may be another than the
   *     one that was asked, if that one was put anew
   */
  Submissions(Jobs jobs, ClassPaths classPaths, Consumer<String> wake) {
    this.jobs = jobs;
    this.classPaths = classPaths;
    this.wake = wake;
  }

  /**
   * Stores a job for its pool.
   *
   * @param id a new one
   * @param parent the job that submits it, if one does
   */
  Submitted submit(
      UUID id, Submission submission, Pool pool, @Nullable RepeatKey key, @Nullable UUID parent) {
    return switch (classPaths.resolve(submission.classpath())) {
      case ClassPaths.Resolved.Missing missing -> new Submitted.NoArtifact(missing.id());
      case ClassPaths.Resolved.Found found -> submit(id, submission, found, pool, key, parent);
    };
  }

  private Submitted submit(
      UUID id,
      Submission submission,
      ClassPaths.Resolved.Found code,
      Pool pool,
      @Nullable RepeatKey key,
      @Nullable UUID parent) {
    boolean ofJar = submission.target().equals(MAIN_CLASS);
    String target = ofJar ? code.mainClass() : submission.target();
    if (target == null) {
      return new Submitted.NoMainClass();
    }
    String source = submission.source();
    NewJob job =
        new NewJob(
            submission,
            target,
            source == null ? null : Sources.hash(source),
            code.jvmOptions(),
            parent);
    int maxPending = pool.settings().maxPending();
    return switch (jobs.add(id, job, maxPending, key)) {
      case Added.Refused why -> refused(why, maxPending);
      case Added.Stored stored -> {
        wake.accept(submission.pool());
        yield new Submitted.Accepted(stored.job());
      }
    };
  }

  /** The same in the words of the pool. */
  static Submitted.Refusal refused(Added.Refused why, int maxPending) {
    return switch (why) {
      case Added.NoPool none -> new Submitted.NoPool();
      case Added.Repeated repeated -> new Submitted.Repeated();
      case Added.Closed closed -> new Submitted.Closed();
      case Added.Full full -> new Submitted.Full(maxPending);
    };
  }
}
