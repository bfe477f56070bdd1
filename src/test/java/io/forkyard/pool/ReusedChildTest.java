package io.forkyard.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.TestData;
import io.forkyard.fixture.Counter;
import io.forkyard.fixture.Mapped;
import io.forkyard.fixture.Meeting;
import io.forkyard.fixture.Steps;
import io.forkyard.job.Job;
import io.forkyard.job.JobState;
import io.forkyard.job.MapStatus;
import io.forkyard.job.MapSubmission;
import io.forkyard.job.Maps;
import io.forkyard.process.Child;
import io.forkyard.process.Children;
import io.forkyard.storage.Database;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What one task of a child that serves several must not do to the next. */
class ReusedChildTest extends PoolsTest {

  @Autowired Maps maps;
  @Autowired PoolMaps poolMaps;
  @Autowired Processes processes;
  @Autowired Children children;
  @Autowired Running running;
  @Autowired Outputs outputs;
  @Autowired Database database;

  private final Path doors = TestData.folder("doors");

  @Test
  void workerThatWasToldToEndGetsNoFurtherJob() {
    pools.put("clinging", withSpares(settings(1, null), 1));
    String pid = run(job(Counter.class.getName() + "::cling", "[]").in("clinging")).result();
    Child child = child("clinging");
    assertThat(pid).isEqualTo(Long.toString(child.pid()));

    assertThat(processes.terminate(child.id(), Duration.ofHours(1)))
        .isInstanceOf(Signalled.Sent.class);

    Job next = run(job(Counter.class.getName() + "::pid", "[]").in("clinging"));
    assertThat(next.result()).isNotEqualTo(pid);
    processes.kill(child.id());
  }

  @Test
  void chunkThatHasEndedStopsNoOtherTaskOfItsChild() throws IOException {
    pools.put("shared", settings(1, null));
    Path first = doors.resolve("first");
    Path second = doors.resolve("second");
    MapStatus map = submit("shared", Meeting.class.getName() + "::attend", quoted(first));
    ChunkRun run =
        signal
            .await(
                Maps.topic(map.id()),
                LONG,
                Duration.ofMillis(20),
                () -> running.chunks(map.id()),
                runs -> !runs.isEmpty())
            .getFirst();
    Files.createFile(first);
    await(map);
    UUID job =
        submit(job(Meeting.class.getName() + "::attend", "[" + quoted(second) + "]").in("shared"));
    awaitState(job, JobState.RUNNING);

    assertThat(run.stop(Cause.USER, Duration.ZERO)).isFalse();

    Files.createFile(second);
    Job ended = await(job);
    assertThat(ended.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(ended.process().pid()).isEqualTo(run.child().pid());
  }

  /** While the store is busy, an end waits in it side by side with the claim of the next job. */
  @Test
  void childIsFreeBeforeTheEndOfItsJobIsStored() throws Exception {
    pools.put("quick", settings(1, null));
    Path steps = Files.createDirectory(doors.resolve("steps"));
    String target = Steps.class.getName() + "::print";
    UUID first = submit(job(target, "[" + quoted(steps) + ", 1]").in("quick"));
    awaitState(first, JobState.RUNNING);
    UUID second = submit(job(target, "[" + quoted(steps) + ", 0]").in("quick"));
    CountDownLatch open = new CountDownLatch(1);
    CompletableFuture<?> busy = keepBusy(open);

    Files.createFile(steps.resolve("1"));
    awaitFree("quick");

    assertThat(jobs.find(first).orElseThrow().state()).isEqualTo(JobState.RUNNING);
    assertThat(jobs.find(second).orElseThrow().state()).isEqualTo(JobState.PENDING);
    assertThat(read(first)).isEqualTo("step 1\n");
    open.countDown();
    busy.join();
    assertThat(await(first).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(await(second).process().pid()).isEqualTo(jobs.find(first).get().process().pid());
    assertThat(read(first)).isEqualTo("step 1\n");
    assertThat(read(second)).isEmpty();
  }

  /** The same of the items of a map: the next chunk is claimed in the write that ends the first. */
  @Test
  void childIsFreeBeforeTheEndOfItsChunkIsStored() throws Exception {
    pools.put("quick-items", settings(1, null));
    Path door = doors.resolve("door");
    MapStatus map =
        submit("quick-items", Meeting.class.getName() + "::attend", quoted(door), quoted(door));
    awaitState("quick-items", WorkerStatus.State.BUSY);
    CountDownLatch open = new CountDownLatch(1);
    CompletableFuture<?> busy = keepBusy(open);

    Files.createFile(door);
    awaitFree("quick-items");

    assertThat(maps.find(map.id()).orElseThrow().done()).isZero();
    open.countDown();
    busy.join();
    await(map);
    assertThat(maps.find(map.id()).orElseThrow().done()).isEqualTo(2);
  }

  private CompletableFuture<?> keepBusy(CountDownLatch open) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<?> busy =
        CompletableFuture.runAsync(() ->
            database.write(sql -> {
              begun.countDown();
              return uninterrupted(open);
            }));
    begun.await();
    return busy;
  }

  private static boolean uninterrupted(CountDownLatch open) {
    try {
      return open.await(LONG.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitFree(String pool) {
    awaitState(pool, WorkerStatus.State.IDLE);
  }

  private void awaitState(String pool, WorkerStatus.State state) {
    boolean seen =
        signal.await(
            "none", LONG, Duration.ofMillis(5), () -> isOneOf(pool, state), present -> present);
    assertThat(seen).as("a worker is " + state).isTrue();
  }

  private boolean isOneOf(String pool, WorkerStatus.State state) {
    return pools.find(pool).orElseThrow().workers().stream()
        .anyMatch(worker -> worker.state() == state);
  }

  private String read(UUID job) {
    Outputs.Chunk chunk =
        outputs.read(job, Outputs.Stream.STDOUT, null, 0, 1 << 16, Duration.ZERO).orElseThrow();
    return new String(chunk.bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void childRemembersNothingOfItsTasks() throws IllegalAccessException {
    pools.put("kept", settings(1, null));
    await(submit("kept", Mapped.class.getName() + "::square", "1"));
    Child child = child("kept");
    int before = dependents(child);

    await(submit("kept", Mapped.class.getName() + "::square", "1", "2", "3"));
    run(job(Counter.class.getName() + "::pid", "[]").in("kept"));

    assertThat(child("kept")).isSameAs(child);
    assertThat(dependents(child)).isEqualTo(before);
  }

  @Test
  void childRemembersNothingOfThoseWhoWaitedForIt() throws IllegalAccessException {
    pools.put("watched", settings(1, null));
    run(job(Counter.class.getName() + "::pid", "[]").in("watched"));
    Child child = child("watched");
    int before = dependents(child);

    for (int i = 0; i < 3; i++) {
      assertThat(processes.await(child.id(), Duration.ofMillis(1))).isPresent();
    }

    assertThat(dependents(child)).isEqualTo(before);
  }

  /** What hangs on a child's futures stays until the child is gone. */
  private static int dependents(Child child) throws IllegalAccessException {
    int dependents = 0;
    for (Field field : Child.class.getDeclaredFields()) {
      if (field.getType() == CompletableFuture.class) {
        field.setAccessible(true);
        dependents += ((CompletableFuture<?>) field.get(child)).getNumberOfDependents();
      }
    }
    return dependents;
  }

  private Child child(String pool) {
    return children.live().stream()
        .filter(child -> pool.equals(child.pool()))
        .findFirst()
        .orElseThrow();
  }

  private MapStatus submit(String pool, String target, String... items) {
    MapSubmission map =
        new MapSubmission(job(target, "[]").in(pool).submission(), false, List.of(items), 1);
    return ((MapSubmitted.Accepted) poolMaps.submit(map, null)).map();
  }

  private void await(MapStatus map) {
    assertThat(maps.await(map.id(), LONG).orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
  }

  private static String quoted(Path path) {
    return '"' + path.toString() + '"';
  }
}
