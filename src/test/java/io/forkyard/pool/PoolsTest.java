package io.forkyard.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.TestData;
import io.forkyard.job.Job;
import io.forkyard.job.JobState;
import io.forkyard.job.Jobs;
import io.forkyard.job.Submission;
import io.forkyard.storage.ChangeSignal;
import io.forkyard.storage.TestPostgres;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A whole service, driven below HTTP, whose jobs run in real children. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
abstract class PoolsTest {

  static final Duration LONG = Duration.ofSeconds(90);

  @Autowired Pools pools;
  @Autowired Jobs jobs;
  @Autowired ChangeSignal signal;

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    registry.add("forkyard.data-dir", () -> TestData.folder("pools"));
    TestPostgres.properties(registry);
    registry.add("forkyard.classpath", () -> "target/test-classes");
    registry.add("forkyard.max-result-size", () -> "1MB");
    registry.add("forkyard.output.max-size", () -> "64KB");
    registry.add("forkyard.child.start-timeout", () -> "20s");
  }

  static PoolSettings settings(int size) {
    PoolSettings all = PoolSettings.defaults(64);
    return new PoolSettings(
        size,
        1,
        0,
        all.idle(),
        all.maxPending(),
        null,
        all.maxHeap(),
        List.of(),
        null,
        null,
        PoolScope.NODE);
  }

  static PoolSettings settings(int size, Integer maxTasksPerChild, String... options) {
    PoolSettings all = PoolSettings.defaults(64);
    return new PoolSettings(
        size,
        maxTasksPerChild,
        0,
        all.idle(),
        all.maxPending(),
        null,
        "64m",
        List.of(options),
        null,
        null,
        PoolScope.NODE);
  }

  static PoolSettings withSpares(PoolSettings settings, int spares) {
    return new PoolSettings(
        settings.size(),
        settings.maxTasksPerChild(),
        spares,
        settings.idle(),
        settings.maxPending(),
        null,
        settings.maxHeap(),
        settings.options(),
        null,
        null,
        PoolScope.NODE);
  }

  Wanted job(String target, String args) {
    return new Wanted("default", target, args, "{}", null, null, 1);
  }

  UUID submit(Wanted wanted) {
    Submitted submitted = pools.submit(wanted.submission());
    assertThat(submitted).isInstanceOf(Submitted.Accepted.class);
    return ((Submitted.Accepted) submitted).job().id();
  }

  Job run(Wanted wanted) {
    return await(submit(wanted));
  }

  Job await(UUID id) {
    Job job = jobs.await(id, LONG).orElseThrow();
    assertThat(job.state().ready()).as("job %s is %s", id, job.state()).isTrue();
    return job;
  }

  void awaitState(UUID id, JobState wanted) {
    signal.await(
        "job/" + id, LONG, () -> jobs.find(id).orElseThrow().state(), state -> state == wanted);
    assertThat(jobs.find(id).orElseThrow().state()).isEqualTo(wanted);
  }

  /** A submission in the making. */
  record Wanted(
      String pool,
      String target,
      String args,
      String kwargs,
      String source,
      Duration timeout,
      int maxAttempts) {

    Wanted in(String other) {
      return new Wanted(other, target, args, kwargs, source, timeout, maxAttempts);
    }

    Wanted with(String named) {
      return new Wanted(pool, target, args, named, source, timeout, maxAttempts);
    }

    Wanted of(String text) {
      return new Wanted(pool, target, args, kwargs, text, timeout, maxAttempts);
    }

    Wanted within(Duration limit) {
      return new Wanted(pool, target, args, kwargs, source, limit, maxAttempts);
    }

    Wanted tried(int times) {
      return new Wanted(pool, target, args, kwargs, source, timeout, times);
    }

    Submission submission() {
      return new Submission(
          pool,
          target,
          args,
          kwargs,
          null,
          source,
          List.of(),
          timeout,
          maxAttempts,
          0,
          Duration.ZERO,
          null);
    }
  }
}
