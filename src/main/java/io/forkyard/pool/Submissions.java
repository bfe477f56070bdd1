package io.forkyard.pool;

import io.forkyard.code.ClassPaths;
import io.forkyard.code.Sources;
import io.forkyard.job.Added;
import io.forkyard.job.Jobs;
import io.forkyard.job.NewJob;
import io.forkyard.job.Submission;
import io.forkyard.storage.RepeatKey;
import org.jspecify.annotations.Nullable;

/** The way of a job into its pool. */
final class Submissions {

  private static final String MAIN_CLASS = "@main";

  private final Jobs jobs;
  private final ClassPaths classPaths;

  Submissions(Jobs jobs, ClassPaths classPaths) {
    this.jobs = jobs;
    this.classPaths = classPaths;
  }

  Submitted submit(Submission submission, Pool pool, @Nullable RepeatKey key) {
    return switch (classPaths.resolve(submission.classpath())) {
      case ClassPaths.Resolved.Missing missing -> new Submitted.NoArtifact(missing.id());
      case ClassPaths.Resolved.Found found -> submit(submission, found, pool, key);
    };
  }

  private Submitted submit(
      Submission submission, ClassPaths.Resolved.Found code, Pool pool, @Nullable RepeatKey key) {
    boolean ofJar = submission.target().equals(MAIN_CLASS);
    String target = ofJar ? code.mainClass() : submission.target();
    if (target == null) {
      return new Submitted.NoMainClass();
    }
    String source = submission.source();
    NewJob job =
        new NewJob(
            submission, target, source == null ? null : Sources.hash(source), code.jvmOptions());
    int maxPending = pool.settings().maxPending();
    return switch (jobs.add(job, maxPending, key)) {
      case Added.Refused why -> refused(why, maxPending);
      case Added.Stored stored -> {
        pool.wake();
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
