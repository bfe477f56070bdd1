package io.forkyard.pool;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Sizes, turns, reuse, resizing and the end of pools. */
class PoolTest extends PoolsTest {

  private final Path door = TestData.folder("meeting").resolve("door");

  @Test
  void poolWhenCreatedHasItsSparesWithPids() {
    PoolSettings wanted = withSpares(settings(3), 3);

    Put put = pools.put("spared", wanted);

    PoolStatus pool = ((Put.Created) put).pool();
    assertThat(pool.workers())
        .hasSize(3)
        .allMatch(worker -> ProcessHandle.of(worker.pid()).isPresent());
    assertThat(pools.put("spared", wanted)).isInstanceOf(Put.Replaced.class);
    assertThat(pools.delete("spared")).isEqualTo(Pools.Deletion.DONE);
    assertThat(pool.workers())
        .allMatch(worker -> ProcessHandle.of(worker.pid()).map(p -> !p.isAlive()).orElse(true));
  }

  @Test
  void jobsWhenMoreThanThePoolsSizeWaitTheirTurn() throws IOException {
    pools.put("three", settings(3));
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      ids.add(submit(meeting().in("three")));
    }
    awaitState(ids.get(2), JobState.RUNNING);

    assertThat(states(ids.subList(0, 3))).containsOnly(JobState.RUNNING);
    assertThat(states(ids.subList(3, 10))).containsOnly(JobState.PENDING);
    assertThat(pools.find("three").orElseThrow().running()).isEqualTo(3);

    Files.createFile(door);
    Set<String> pids = new HashSet<>();
    List<Job> ended = ids.stream().map(this::await).toList();
    ended.forEach(job -> pids.add(job.result()));
    assertThat(pids).hasSize(10);
    assertThat(ended)
        .allMatch(job -> job.result().equals(String.valueOf(job.process().pid())))
        .isSortedAccordingTo((a, b) -> a.startedAt().compareTo(b.startedAt()));
  }

  @Test
  void staticStateWhenEachJobHasAFreshChildIsNotShared() {
    pools.put("fresh", settings(2));

    for (int i = 0; i < 5; i++) {
      assertThat(run(counter().in("fresh")).result()).isEqualTo("1");
    }
  }

  @Test
  void childWhenItServesOneJobInvokesWithoutMethodHandles() {
    Wanted flag = job("java.lang.System::getProperty", "[\"jdk.reflect.useNativeAccessorOnly\"]");
    pools.put("once", settings(1));
    pools.put("often", settings(1, null));

    assertThat(run(flag.in("once")).result()).isEqualTo("\"true\"");
    assertThat(run(flag.in("often")).result()).isEqualTo("null");
  }

  /** CPython, multiprocessing.pool.Pool: maxtasksperchild, None means as long as the pool. */
  @Test
  void staticStateWhenTheChildIsReusedStays() {
    pools.put("reused", settings(1, null));

    Job first = run(counter().in("reused"));
    Job second = run(counter().in("reused"));

    assertThat(first.result()).isEqualTo("1");
    assertThat(second.result()).isEqualTo("2");
    assertThat(second.process().pid()).isEqualTo(first.process().pid());
  }

  @Test
  void childWhenItHasServedItsTasksIsReplaced() {
    pools.put("twice", settings(1, 2));

    List<String> counts = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      counts.add(run(counter().in("twice")).result());
    }

    assertThat(counts).containsExactly("1", "2", "1", "2", "1");
  }

  @Test
  void settingsWhenReplacedHoldForTheNextJobOfALivingChild() {
    pools.put("changed", settings(1, null));
    Job shared = run(counter().in("changed"));

    pools.put("changed", settings(1, 1));
    Job fresh = run(counter().in("changed"));

    assertThat(fresh.result()).isEqualTo("1");
    assertThat(fresh.process().pid()).isNotEqualTo(shared.process().pid());
  }

  @Test
  void exitCodeWhenAReusedChildIsGoneIsToldOnAllItsJobs() {
    pools.put("gone", settings(1, 2));
    UUID first = run(counter().in("gone")).id();
    assertThat(jobs.find(first).orElseThrow().process().exitCode()).isNull();
    UUID second = run(counter().in("gone")).id();

    assertThat(exitCode(second)).isZero();
    assertThat(exitCode(first)).isZero();
  }

  private Integer exitCode(UUID id) {
    return signal.await(
        "job/" + id,
        LONG,
        Duration.ofMillis(50),
        () -> jobs.find(id).orElseThrow().process().exitCode(),
        Objects::nonNull);
  }

  @Test
  void jobWhenItsIdleChildHasDiedGetsAnother() {
    pools.put("fragile", withSpares(settings(1), 1));
    for (int i = 0; i < 5; i++) {
      for (WorkerStatus worker : pools.find("fragile").orElseThrow().workers()) {
        ProcessHandle.of(worker.pid()).ifPresent(PoolTest::kill);
      }
      assertThat(run(counter().in("fragile")).result()).isEqualTo("1");
    }
  }

  /** Returns when it is dead: one that dies might have begun with a job that it is given. */
  private static void kill(ProcessHandle child) {
    child.destroyForcibly();
    child.onExit().join();
  }

  @Test
  void childWhenAJobLeavesAThreadBehindIsNotReused() {
    pools.put("tidy", settings(1, null));
    Job untidy = run(job(Counter.class.getName() + "::leaveThread", "[]").in("tidy"));

    Job next = run(counter().in("tidy"));

    assertThat(next.result()).isEqualTo("1");
    assertThat(next.process().pid()).isNotEqualTo(untidy.process().pid());
    assertThat(new String(jobs.output(next.id(), 1, "STDOUT"), UTF_8)).isEmpty();
  }

  @Test
  void processThatAJobLeavesBehindIsEndedAndItsChildNotReused() {
    pools.put("orphans", settings(1, null));
    Job untidy = run(job(Counter.class.getName() + "::leaveProcess", "[]").in("orphans"));

    Job next = run(counter().in("orphans"));

    assertThat(next.process().pid()).isNotEqualTo(untidy.process().pid());
    boolean gone =
        signal.await(
            "gone",
            LONG,
            Duration.ofMillis(20),
            () -> ProcessHandle.of(Long.parseLong(untidy.result())).isEmpty(),
            ended -> ended);
    assertThat(gone).isTrue();
  }

  @Test
  void childWhenItHoldsMoreMemoryThanItsLimitIsReplacedAfterItsJob() {
    String keep = Counter.class.getName() + "::keepDirect";
    String kept = Counter.class.getName() + "::lastKept";
    pools.put("large", settings(1, null, "-XX:MaxDirectMemorySize=1g"));

    run(job(keep, "[10]").in("large"));
    assertThat(run(job(kept, "[]").in("large")).result()).isEqualTo("10");
    run(job(keep, "[400]").in("large"));
    assertThat(run(job(kept, "[]").in("large")).result()).isEqualTo("0");
  }

  @Test
  void childWhenItDiesHarmsOnlyItsOwnJob() {
    pools.put("mixed", settings(2, null));
    List<UUID> good = new ArrayList<>();
    List<UUID> bad = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      bad.add(submit(job(Endings.class.getName() + "::halt", "[3]").in("mixed")));
      good.add(submit(counter().in("mixed")));
    }

    assertThat(good).allMatch(id -> await(id).state() == JobState.SUCCEEDED);
    assertThat(bad).allMatch(id -> await(id).failure().exitCode() == 3);
  }

  @Test
  void outputOfAReusedChildIsToldApartByJob() {
    pools.put("voices", settings(1, null));
    Wanted speak = job(Counter.class.getName() + "::startAt", "[1]").in("voices");

    UUID first = run(speak).id();
    UUID second = run(speak).id();

    assertThat(new String(jobs.output(first, 1, "STDOUT"), UTF_8)).isEqualTo("starting at 1\n");
    assertThat(new String(jobs.output(second, 1, "STDOUT"), UTF_8)).isEqualTo("starting at 1\n");
  }

  @Test
  void poolNeverHasMoreWorkersThanItsSizeAndSpares() {
    pools.put("narrow", withSpares(settings(2), 1));
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      ids.add(submit(counter().in("narrow")));
    }
    for (UUID id : ids) {
      signal.await(
          "job/" + id,
          LONG,
          Duration.ofMillis(5),
          () -> {
            assertThat(pools.find("narrow").orElseThrow().workers()).hasSizeLessThanOrEqualTo(3);
            return jobs.find(id).orElseThrow().state().ready();
          },
          ready -> ready);
    }
  }

  @Test
  void poolWhenResizedRunsMoreAtOnce() throws IOException {
    pools.put("growing", settings(1));
    List<UUID> ids = List.of(submit(meeting().in("growing")), submit(meeting().in("growing")));
    awaitState(ids.get(0), JobState.RUNNING);
    assertThat(states(ids)).containsExactly(JobState.RUNNING, JobState.PENDING);

    pools.put("growing", settings(2));

    awaitState(ids.get(1), JobState.RUNNING);
    Files.createFile(door);
    ids.forEach(this::await);
  }

  @Test
  void poolWhenItHasJobsIsNotDeleted() throws IOException {
    pools.put("kept", settings(1));
    UUID id = submit(meeting().in("kept"));

    assertThat(pools.delete("kept")).isEqualTo(Pools.Deletion.BUSY);

    Files.createFile(door);
    await(id);
    assertThat(pools.delete("kept")).isEqualTo(Pools.Deletion.DONE);
    assertThat(pools.delete("kept")).isEqualTo(Pools.Deletion.NOT_FOUND);
    assertThat(pools.delete(Pools.DEFAULT)).isEqualTo(Pools.Deletion.DEFAULT);
    assertThat(pools.submit(meeting().in("kept").submission()))
        .isInstanceOf(Submitted.NoPool.class);
  }

  @Test
  void jobWhenTerminatedBeforeItsTurnNeverStarts() throws IOException {
    pools.put("queueing", settings(1));
    UUID first = submit(meeting().in("queueing"));
    UUID second = submit(meeting().in("queueing"));
    awaitState(first, JobState.RUNNING);

    assertThat(pools.terminate(second, Duration.ofSeconds(5)))
        .isInstanceOf(Stopped.Cancelled.class);

    Files.createFile(door);
    await(first);
    Job never = await(second);
    assertThat(never.state()).isEqualTo(JobState.CANCELLED);
    assertThat(never.process()).isNull();
    assertThat(never.failure()).isNull();
  }

  @Test
  void backlogWhenFullRefusesFurtherJobs() throws IOException {
    PoolSettings one = settings(1);
    pools.put(
        "bounded",
        new PoolSettings(
            1, 1, 0, one.idle(), 1, null, one.maxHeap(), List.of(), null, null, PoolScope.NODE));
    UUID first = submit(meeting().in("bounded"));
    awaitState(first, JobState.RUNNING);
    UUID second = submit(meeting().in("bounded"));

    assertThat(pools.submit(meeting().in("bounded").submission())).isEqualTo(new Submitted.Full(1));

    Files.createFile(door);
    await(first);
    await(second);
  }

  private Wanted meeting() {
    return job(Meeting.class.getName() + "::attend", "[\"" + door + "\"]");
  }

  private Wanted counter() {
    return job(Counter.class.getName() + "::raise", "[]");
  }

  private List<JobState> states(List<UUID> ids) {
    return ids.stream().map(id -> jobs.find(id).orElseThrow().state()).toList();
  }
}
