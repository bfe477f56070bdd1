package io.forkyard.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.DrivenClock;
import io.forkyard.TestData;
import io.forkyard.code.Artifacts;
import io.forkyard.fixture.Endings;
import io.forkyard.job.Job;
import io.forkyard.job.Submission;
import io.forkyard.storage.Database;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Children that are ready before there is a job for them. */
class WarmPoolsTest extends PoolsTest {

  private static final int MOST = 3;

  @Autowired private Staff staff;
  @Autowired private Artifacts artifacts;
  @Autowired private Database database;

  private final DrivenClock clock = new DrivenClock();
  private final List<Pool> driven = new ArrayList<>();

  /** Longer than anybody waits here for one that starts. */
  @DynamicPropertySource
  static void patience(DynamicPropertyRegistry registry) {
    registry.add("forkyard.child.start-timeout", () -> "10m");
  }

  @AfterEach
  void end() {
    driven.forEach(pool -> pool.end().join());
  }

  @Test
  void jobGetsTheReadySpareAndThePoolAnother() {
    pools.put("ready", withSpares(settings(1), 1));
    WorkerStatus spare = ready("ready");

    Job job = run(compare().in("ready"));

    assertThat(job.process().pid()).isEqualTo(spare.pid());
    assertThat(job.process().name()).isEqualTo(spare.name());
    assertThat(ready("ready").pid()).isNotEqualTo(spare.pid());
    assertThat(pools.delete("ready")).isEqualTo(Pools.Deletion.DONE);
  }

  /** Each JVM says which classes it loads. */
  @Test
  void spareLoadsWhatTheLastJobOfItsPoolNeeded() throws IOException {
    Path logs = TestData.folder("classes");
    String log = "-Xlog:class+load:file=" + logs + "/%p";
    pools.put("likely", withSpares(settings(1, 1, log), 1));
    WorkerStatus first = ready("likely");

    Job job = run(job(Endings.class.getName() + "::length", "[\"abc\"]").in("likely"));

    WorkerStatus next = ready("likely");
    assertThat(job.process().pid()).isEqualTo(first.pid());
    while (!Files.readString(logs.resolve("" + next.pid())).contains(Endings.class.getName())) {
      Thread.onSpinWait();
    }
    assertThat(next.tasks()).isZero();
    assertThat(pools.delete("likely")).isEqualTo(Pools.Deletion.DONE);
  }

  @Test
  void jobWithOtherJvmOptionsGetsAChildOfItsOwnAndTheSpareStays() throws IOException {
    pools.put("plain", withSpares(settings(1), 1));
    WorkerStatus spare = ready("plain");

    Job job = await(((Submitted.Accepted) pools.submit(opening("plain"))).job().id());

    assertThat(job.result()).isEqualTo("-1");
    assertThat(job.process().pid()).isNotEqualTo(spare.pid());
    assertThat(ready("plain").pid()).isEqualTo(spare.pid());
    assertThat(pools.delete("plain")).isEqualTo(Pools.Deletion.DONE);
  }

  @Test
  void closedPoolDoesNotWaitForASpareThatOnlyStarts() {
    Initializer endless =
        new Initializer(Endings.class.getName() + "::forever", "[]", "{}", null, List.of(), "");
    PoolSettings one = withSpares(settings(1), 1);
    pools.put("starting", initialized(one, endless));

    pools.close("starting");

    assertThat(((Steered.Done) pools.join("starting", LONG)).pool().workers()).isEmpty();
  }

  @Test
  void poolsTogetherHaveNoMoreSparesThanAllowedUntilOneIsClosed() {
    Spares spares = new Spares(MOST, clock);
    Pool first = warm("first", spares, PoolSettings.IDLE);
    Pool second = warm("second", spares, PoolSettings.IDLE);
    Pool third = warm("third", spares, PoolSettings.IDLE);
    assertThat(List.of(first, second, third))
        .extracting(pool -> pool.workers().size())
        .containsExactly(2, 1, 0);

    first.become(PoolState.CLOSED);

    awaitWorkers(first, 0);
    awaitWorkers(second, 2);
    awaitWorkers(third, 1);
  }

  @Test
  void poolWithWorkGetsTheSparesOfAnIdleOne() {
    Spares spares = new Spares(2, clock);
    Pool before = warm("before", spares, PoolSettings.IDLE);
    assertThat(before.workers()).hasSize(2);
    clock.pass(Spares.SAFE);

    Pool now = warm("now", spares, PoolSettings.IDLE);

    assertThat(now.workers()).hasSize(2);
    awaitWorkers(before, 0);
  }

  @Test
  void idlePoolGivesItsSparesUpInTimeAndHasThemAgainWithWork() {
    Spares spares = new Spares(MOST, clock);
    Pool idle = warm("idle", spares, PoolSettings.IDLE);
    assertThat(idle.workers()).hasSize(2);
    clock.pass(PoolSettings.IDLE);
    idle.look();
    awaitWorkers(idle, 0);

    idle.resize(idle.settings()).join();

    assertThat(idle.workers()).hasSize(2);
  }

  @Test
  void idlePoolKeepsItsSparesForEverWhereIdleIsZero() {
    Pool loyal = warm("loyal", new Spares(MOST, clock), Duration.ZERO);
    List<WorkerStatus> before = loyal.workers();

    clock.pass(Duration.ofDays(365));
    loyal.look();
    loyal.become(PoolState.RUNNING).join();
    loyal.become(PoolState.RUNNING).join();

    assertThat(before).hasSize(2);
    assertThat(loyal.workers())
        .extracting(WorkerStatus::pid)
        .containsExactlyElementsOf(pids(before));
    assertThat(loyal.workers()).noneMatch(worker -> worker.state() == WorkerStatus.State.STOPPING);
  }

  @Test
  void childThatIsUsedUpLeavesAMomentLaterUnlessAJobWaitsForItsPlace() {
    pools.put("paused", settings(1));
    pools.pause("paused");
    Pool calm = pool("calm", new Spares(0, clock));
    List<UUID> two = List.of(submit(compare().in("paused")), submit(compare().in("paused")));
    database.write(sql -> sql.sql("UPDATE job SET pool = 'calm' WHERE pool = 'paused'").update());

    calm.look();

    Job first = await(two.getFirst());
    Job last = await(two.getLast());
    assertThat(last.process().pid()).isNotEqualTo(first.process().pid());
    calm.become(PoolState.RUNNING).join();
    assertThat(calm.workers())
        .singleElement()
        .matches(worker -> worker.pid() == last.process().pid())
        .matches(worker -> worker.state() == WorkerStatus.State.STOPPING);
    assertThat(staff.children().live())
        .filteredOn(child -> child.pid() == last.process().pid())
        .singleElement()
        .matches(child -> !child.isStopping());

    clock.pass(Duration.ofMillis(20));
    calm.look();
    awaitWorkers(calm, 0);
  }

  @Test
  void sparesThatServeManyJobsAreNotCounted() {
    Spares none = new Spares(0, clock);
    Pool reused = pool("reused", none);

    reused.resize(withSpares(settings(2, null), 2)).join();

    assertThat(reused.workers()).hasSize(2);
  }

  private static List<Long> pids(List<WorkerStatus> workers) {
    return workers.stream().map(WorkerStatus::pid).toList();
  }

  /** A pool of two spares, which knows no row and no jobs. */
  private Pool warm(String name, Spares spares, Duration idle) {
    Pool pool = pool(name, spares);
    pool.resize(idle(withSpares(settings(2), 2), idle)).join();
    return pool;
  }

  private Pool pool(String name, Spares spares) {
    Staff own =
        new Staff(
            staff.attempts(),
            staff.chunks(),
            staff.children(),
            staff.running(),
            staff.places(),
            spares,
            staff.workshop(),
            staff.calls(),
            staff.lending(),
            staff.errands(),
            staff.node(),
            staff.signal(),
            clock,
            staff.properties());
    Pool pool = new Pool(name, PoolState.RUNNING, settings(1), own);
    driven.add(pool);
    pool.start();
    return pool;
  }

  /** The only worker of a pool, once it is idle. */
  private WorkerStatus ready(String pool) {
    List<WorkerStatus> found =
        signal.await(
            "ready",
            LONG,
            Duration.ofMillis(20),
            () -> pools.find(pool).orElseThrow().workers(),
            workers ->
                workers.size() == 1 && workers.getFirst().state() == WorkerStatus.State.IDLE);
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private void awaitWorkers(Pool pool, int wanted) {
    signal.await(
        "workers", LONG, Duration.ofMillis(20), pool::workers, workers -> workers.size() == wanted);
    assertThat(pool.workers()).hasSize(wanted);
  }

  private Wanted compare() {
    return job("java.lang.Byte::compare", "[1, 2]");
  }

  private Submission opening(String pool) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Add-Opens", "java.base/java.lang");
    ByteArrayOutputStream jar = new ByteArrayOutputStream();
    new JarOutputStream(jar, manifest).close();
    Artifacts.Stored stored = artifacts.store(new ByteArrayInputStream(jar.toByteArray()));
    String id = ((Artifacts.Stored.Created) stored).artifact().id();
    Submission plain = compare().in(pool).submission();
    return new Submission(
        pool,
        plain.target(),
        plain.args(),
        plain.kwargs(),
        null,
        null,
        List.of(id),
        null,
        1,
        0,
        Duration.ZERO,
        null);
  }

  private static PoolSettings idle(PoolSettings all, Duration idle) {
    return new PoolSettings(
        all.size(),
        all.maxTasksPerChild(),
        all.spares(),
        idle,
        all.maxPending(),
        null,
        "64m",
        List.of(),
        null,
        null,
        PoolScope.NODE);
  }

  private static PoolSettings initialized(PoolSettings all, Initializer initializer) {
    return new PoolSettings(
        all.size(),
        all.maxTasksPerChild(),
        all.spares(),
        all.idle(),
        all.maxPending(),
        null,
        "64m",
        List.of(),
        null,
        initializer,
        PoolScope.NODE);
  }
}
