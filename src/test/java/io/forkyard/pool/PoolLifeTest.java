package io.forkyard.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.TestData;
import io.forkyard.fixture.Counter;
import io.forkyard.fixture.Endings;
import io.forkyard.fixture.Meeting;
import io.forkyard.job.Job;
import io.forkyard.job.JobState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code close}, {@code terminate}, {@code join}, and the pause that Python does not have. */
class PoolLifeTest extends PoolsTest {

  private static final Duration NOT_LONG = Duration.ofMillis(1);

  private final Path folder = TestData.folder("life");
  private final Path door = folder.resolve("door");

  /** CPython, Pool.join: "One must call close() or terminate() before using join()". */
  @Test
  void joinComesOnlyAfterCloseOrTerminate() {
    pools.put("early", settings(1));

    assertThat(pools.join("early", LONG)).isEqualTo(new Steered.Open(PoolState.RUNNING));
    pools.pause("early");
    assertThat(pools.join("early", LONG)).isEqualTo(new Steered.Open(PoolState.PAUSED));
    pools.close("early");
    assertThat(done(pools.join("early", LONG)).state()).isEqualTo(PoolState.CLOSED);
    assertThat(pools.join("none", LONG)).isInstanceOf(Steered.NotFound.class);
  }

  /**
   * CPython, Pool.close: "Prevents any more tasks from being submitted to the pool. Once all the
   * tasks have been completed the worker processes will exit."
   */
  @Test
  void closeLetsAcceptedWorkFinishAndTheWorkersLeave() throws IOException {
    pools.put("closing", settings(1, null));
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ids.add(submit(meeting().in("closing")));
    }

    assertThat(done(pools.close("closing")).state()).isEqualTo(PoolState.CLOSED);
    assertThat(done(pools.close("closing")).state()).isEqualTo(PoolState.CLOSED);
    assertThat(pools.submit(meeting().in("closing").submission()))
        .isInstanceOf(Submitted.Closed.class);

    Files.createFile(door);
    PoolStatus joined = done(pools.join("closing", LONG));
    assertThat(joined.workers()).isEmpty();
    assertThat(ids).allMatch(id -> jobs.find(id).orElseThrow().state() == JobState.SUCCEEDED);
  }

  @Test
  void idleWorkersOfAClosedPoolLeave() {
    PoolStatus pool = ((Put.Created) pools.put("idle", withSpares(settings(2), 2))).pool();
    assertThat(pool.workers()).hasSize(2);

    pools.close("idle");

    assertThat(done(pools.join("idle", LONG)).workers()).isEmpty();
    assertThat(pool.workers()).noneMatch(PoolLifeTest::lives);
  }

  @Test
  void retriesOfAClosedPoolStillRun() {
    pools.put("again", settings(1));
    UUID id = submit(ending("exit", "[3]").in("again").tried(2));

    pools.close("again");
    pools.join("again", LONG);

    assertThat(jobs.find(id).orElseThrow().attempt()).isEqualTo(2);
    assertThat(jobs.find(id).orElseThrow().state()).isEqualTo(JobState.FAILED);
  }

  @Test
  void joinThatRunsOutHasNotJoined() throws IOException {
    pools.put("slow", settings(1));
    UUID id = submit(meeting().in("slow"));
    awaitState(id, JobState.RUNNING);
    pools.close("slow");

    assertThat(done(pools.join("slow", NOT_LONG)).workers()).hasSize(1);
    assertThat(pools.put("slow", settings(1))).isInstanceOf(Put.Closed.class);

    Files.createFile(door);
    await(id);
    assertThat(done(pools.join("slow", LONG)).running()).isZero();
  }

  @Test
  void poolThatWasJoinedRunsAnewWhenItIsPut() {
    pools.put("phoenix", settings(1));
    pools.close("phoenix");
    pools.join("phoenix", LONG);
    assertThat(pools.submit(counter().in("phoenix").submission()))
        .isInstanceOf(Submitted.Closed.class);

    Put put = pools.put("phoenix", settings(2));

    assertThat(((Put.Replaced) put).pool().state()).isEqualTo(PoolState.RUNNING);
    assertThat(run(counter().in("phoenix")).result()).isEqualTo("1");
    assertThat(pools.join("phoenix", LONG)).isInstanceOf(Steered.Open.class);
    pools.terminate("phoenix", Duration.ZERO);
    pools.join("phoenix", LONG);
    assertThat(pools.delete("phoenix")).isEqualTo(Pools.Deletion.DONE);
  }

  /**
   * CPython, Pool.terminate: "Stops the worker processes immediately without completing outstanding
   * work."
   */
  @ParameterizedTest
  @ValueSource(strings = {"0.5", "0"})
  void terminateStopsWhatRunsAndCancelsWhatWaits(String grace) {
    pools.put("stubborn", withSpares(settings(1), 1));
    Path there = folder.resolve("there-" + grace);
    UUID running = submit(ending("stubbornFlood", "[\"" + there + "\"]").in("stubborn"));
    List<UUID> waiting = new ArrayList<>();
    for (int i = 0; i < 1200; i++) {
      waiting.add(submit(counter().in("stubborn")));
    }
    awaitFile(there);
    List<WorkerStatus> workers = pools.find("stubborn").orElseThrow().workers();

    Duration patience = Duration.ofMillis((long) (1000 * Double.parseDouble(grace)));
    PoolStatus terminated = done(pools.terminate("stubborn", patience));

    assertThat(terminated.state()).isEqualTo(PoolState.TERMINATED);
    assertThat(terminated.pending()).isZero();
    assertThat(waiting).allMatch(id -> jobs.find(id).orElseThrow().state() == JobState.CANCELLED);
    PoolStatus joined = done(pools.join("stubborn", LONG));
    assertThat(joined.workers()).isEmpty();
    assertThat(joined.running()).isZero();
    assertThat(workers).isNotEmpty().noneMatch(PoolLifeTest::lives);
    Job stopped = jobs.find(running).orElseThrow();
    assertThat(stopped.state()).isEqualTo(JobState.CANCELLED);
    assertThat(stopped.failure().killedBy()).isEqualTo("user");
    assertThat(pools.delete("stubborn")).isEqualTo(Pools.Deletion.DONE);
  }

  @Test
  void closedPoolCanBeTerminatedAndTwice() {
    pools.put("both", settings(1));
    UUID id = submit(ending("forever", "[]").in("both").tried(5));
    awaitState(id, JobState.RUNNING);

    pools.close("both");
    pools.terminate("both", Duration.ofHours(1));
    PoolStatus twice = done(pools.terminate("both", Duration.ZERO));

    assertThat(twice.state()).isEqualTo(PoolState.TERMINATED);
    assertThat(await(id).state()).isEqualTo(JobState.CANCELLED);
    assertThat(done(pools.close("both")).state()).isEqualTo(PoolState.TERMINATED);
    assertThat(done(pools.join("both", LONG)).workers()).isEmpty();
  }

  /** What the two change in the pool may come in the other order than what they store. */
  @Test
  void poolThatIsTerminatedRunsNothingThoughItIsClosedAtTheSameMoment() {
    pools.put("overtaken", settings(1));
    Pool pool = pools.open("overtaken").orElseThrow();
    CompletableFuture<Void> held = new CompletableFuture<>();
    pool.post(held::join);
    UUID waiting = submit(counter().in("overtaken"));

    CompletableFuture<?> terminated = pool.terminate(Duration.ZERO);
    CompletableFuture<?> closed = pool.become(PoolState.CLOSED);
    held.complete(null);
    CompletableFuture.allOf(terminated, closed).join();

    assertThat(pool.state()).isEqualTo(PoolState.TERMINATED);
    assertThat(await(waiting).state()).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void noJobSlipsIntoAPoolThatIsTerminated() throws InterruptedException, ExecutionException {
    pools.put("race", settings(2));
    CountDownLatch begun = new CountDownLatch(50);
    Future<List<UUID>> accepted;
    try (ExecutorService submitter = Executors.newVirtualThreadPerTaskExecutor()) {
      accepted = submitter.submit(() -> submitUntilClosed(begun));
      begun.await();
      assertThat(done(pools.terminate("race", Duration.ZERO)).pending()).isZero();
    }

    PoolStatus joined = done(pools.join("race", LONG));
    assertThat(joined.pending() + joined.running()).isZero();
    assertThat(accepted.get()).allMatch(id -> jobs.find(id).orElseThrow().state().ready());
  }

  private List<UUID> submitUntilClosed(CountDownLatch begun) {
    List<UUID> accepted = new ArrayList<>();
    while (pools.submit(counter().in("race").submission()) instanceof Submitted.Accepted(Job job)) {
      accepted.add(job.id());
      begun.countDown();
    }
    return accepted;
  }

  @Test
  void pausedPoolTakesJobsAndHandsOutNone() {
    pools.put("paused", withSpares(settings(1), 1));

    assertThat(done(pools.pause("paused")).state()).isEqualTo(PoolState.PAUSED);
    UUID id = submit(counter().in("paused"));
    PoolStatus replaced = ((Put.Replaced) pools.put("paused", withSpares(settings(2), 2))).pool();

    assertThat(replaced.state()).isEqualTo(PoolState.PAUSED);
    assertThat(replaced.workers()).hasSize(2);
    assertThat(jobs.find(id).orElseThrow().state()).isEqualTo(JobState.PENDING);
    assertThat(done(pools.resume("paused")).state()).isEqualTo(PoolState.RUNNING);
    assertThat(done(pools.resume("paused")).state()).isEqualTo(PoolState.RUNNING);
    assertThat(await(id).result()).isEqualTo("1");
    pools.close("paused");
    assertThat(pools.pause("paused")).isInstanceOf(Steered.Closed.class);
    assertThat(pools.resume("paused")).isInstanceOf(Steered.Closed.class);
  }

  @Test
  void jobsOfAPausedPoolRunWhenItIsClosed() {
    pools.put("opened", settings(1));
    pools.pause("opened");
    UUID id = submit(counter().in("opened"));

    pools.close("opened");

    assertThat(await(id).state()).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void poolIsResizedWhileItsJobsRun() {
    pools.put("resized", settings(1));
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      ids.add(submit(counter().in("resized")));
    }
    for (int size : List.of(4, 1, 3, 2)) {
      pools.put("resized", settings(size));
      await(ids.get(40 - 10 * size));
      assertThat(pools.find("resized").orElseThrow().running()).isLessThanOrEqualTo(4);
    }

    assertThat(ids.stream().map(this::await)).allMatch(job -> job.result().equals("1"));
    assertThat(pools.find("resized").orElseThrow().succeeded()).isEqualTo(40);
  }

  private static PoolStatus done(Steered steered) {
    assertThat(steered).isInstanceOf(Steered.Done.class);
    return ((Steered.Done) steered).pool();
  }

  private static boolean lives(WorkerStatus worker) {
    return ProcessHandle.of(worker.pid()).map(ProcessHandle::isAlive).orElse(false);
  }

  private void awaitFile(Path file) {
    assertThat(
            signal.await(
                "file", LONG, Duration.ofMillis(20), () -> Files.exists(file), there -> there))
        .isTrue();
  }

  private Wanted meeting() {
    return job(Meeting.class.getName() + "::attend", "[\"" + door + "\"]");
  }

  private Wanted counter() {
    return job(Counter.class.getName() + "::raise", "[]");
  }

  private Wanted ending(String method, String args) {
    return job(Endings.class.getName() + "::" + method, args);
  }
}
