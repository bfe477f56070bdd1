package io.forkyard.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.Coupled;
import io.forkyard.ForkyardApplication;
import io.forkyard.TestData;
import io.forkyard.fixture.Counter;
import io.forkyard.fixture.Endings;
import io.forkyard.fixture.Family;
import io.forkyard.fixture.Meeting;
import io.forkyard.job.Job;
import io.forkyard.job.JobState;
import io.forkyard.storage.ChangeSignal;
import io.forkyard.storage.Database;
import io.forkyard.storage.Ids;
import io.forkyard.storage.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** Two whole services on one database: what is done to a pool on one of them is done on both. */
@TestPropertySource(properties = "forkyard.node=one")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DirtiesContext
class PoolNodesTest extends PoolsTest {

  @Autowired private Database database;
  @Autowired private OwnProcesses processes;
  @Autowired private DataSource source;

  private ConfigurableApplicationContext second;
  private Pools others;

  @BeforeAll
  void startTheOther() throws SQLException {
    SpringApplicationBuilder service = new SpringApplicationBuilder(ForkyardApplication.class);
    if (!TestPostgres.wanted()) {
      service.initializers(context -> share((GenericApplicationContext) context));
    }
    second = service.run(options());
    others = second.getBean(Pools.class);
    Coupled.signals(signal, second.getBean(ChangeSignal.class));
  }

  /** The embedded database is one service's, which lets the other use it here. */
  private void share(GenericApplicationContext context) {
    context.registerBean(
        "database", Database.class, () -> database, bean -> bean.setDestroyMethodName(""));
  }

  private String[] options() throws SQLException {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--forkyard.node=two",
                "--forkyard.data-dir=" + TestData.folder("second"),
                "--forkyard.classpath=target/test-classes",
                "--server.port=0",
                "--spring.main.allow-bean-definition-overriding=true"));
    if (TestPostgres.wanted()) {
      try (Connection connection = source.getConnection()) {
        options.add("--spring.datasource.url=" + connection.getMetaData().getURL());
      }
      options.add("--spring.datasource.username=postgres");
    }
    return options.toArray(String[]::new);
  }

  @AfterAll
  void stopTheOther() {
    second.close();
  }

  @Test
  void poolThatIsPutOnOneNodeRunsItsSizeOnEach() throws IOException {
    Path door = door();
    pools.put("both", settings(1));
    assertThat(others.find("both").orElseThrow().settings()).isEqualTo(settings(1));

    List<UUID> ids = submit("both", door, 3);
    awaitRunning("both", 2);

    assertThat(nodes(ids)).containsExactlyInAnyOrder("one", "two");
    assertThat(others.find("both").orElseThrow().pending()).isEqualTo(1);
    Files.createFile(door);
    ids.forEach(this::await);
  }

  @Test
  void poolThatIsResizedOnOneNodeRunsMoreOnTheOther() throws IOException {
    Path door = door();
    others.put("larger", settings(1));
    List<UUID> ids = submit("larger", door, 4);
    awaitRunning("larger", 2);

    pools.put("larger", settings(2));

    awaitRunning("larger", 4);
    assertThat(nodes(ids)).containsExactlyInAnyOrder("one", "one", "two", "two");
    assertThat(others.find("larger").orElseThrow().settings().size()).isEqualTo(2);
    Files.createFile(door);
    ids.forEach(this::await);
  }

  @Test
  void poolThatIsPausedOnOneNodeHandsOutNothingOnEither() {
    pools.put("halted", withSpares(settings(1), 1));

    others.pause("halted");
    UUID id = submit(counter().in("halted"));
    assertThat(pools.find("halted").orElseThrow().state()).isEqualTo(PoolState.PAUSED);
    assertThat(pools.pause("halted")).isInstanceOf(Steered.Done.class);
    assertThat(jobs.find(id).orElseThrow().state()).isEqualTo(JobState.PENDING);

    pools.resume("halted");
    assertThat(await(id).result()).isEqualTo("1");
    assertThat(others.find("halted").orElseThrow().state()).isEqualTo(PoolState.RUNNING);
  }

  @Test
  void poolThatIsClosedIsJoinedWhenNoNodeRunsAnythingOfIt() throws IOException {
    Path door = door();
    pools.put("ending", settings(1));
    List<UUID> ids = submit("ending", door, 2);
    awaitRunning("ending", 2);
    assertThat(nodes(ids)).containsExactlyInAnyOrder("one", "two");

    others.close("ending");
    assertThat(pools.submit(counter().in("ending").submission()))
        .isInstanceOf(Submitted.Closed.class);
    killThatOf("one", ids);
    awaitNoWorkerOf("ending");
    PoolStatus early = done(pools.join("ending", Duration.ofMillis(1)));
    assertThat(early.running()).isEqualTo(1);
    assertThat(others.put("ending", settings(1))).isInstanceOf(Put.Closed.class);

    Files.createFile(door);
    assertThat(done(pools.join("ending", LONG)).running()).isZero();
    Put put = others.put("ending", settings(1));
    assertThat(((Put.Replaced) put).pool().state()).isEqualTo(PoolState.RUNNING);
    List<UUID> anew = submit("ending", door, 2);
    anew.forEach(id -> assertThat(await(id).state()).isEqualTo(JobState.SUCCEEDED));
    assertThat(pools.join("ending", LONG)).isInstanceOf(Steered.Open.class);
  }

  private void killThatOf(String node, List<UUID> ids) {
    Job job =
        ids.stream()
            .map(id -> jobs.find(id).orElseThrow())
            .filter(one -> one.process().node().equals(node))
            .findFirst()
            .orElseThrow();
    ProcessHandle.of(job.process().pid()).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void poolThatIsTerminatedOnOneNodeStopsOnBothWithItsGrace() {
    pools.put("doomed", settings(1));
    Wanted forever = job(Endings.class.getName() + "::forever", "[]").in("doomed");
    List<UUID> ids = List.of(submit(forever), submit(forever), submit(forever));
    awaitRunning("doomed", 2);

    pools.terminate("doomed", Duration.ofDays(1));
    others.terminate("doomed", Duration.ZERO);

    assertThat(ids).allMatch(id -> await(id).state() == JobState.CANCELLED);
    assertThat(ids.stream().map(this::await).filter(job -> job.startedAt() != null))
        .hasSize(2)
        .allMatch(job -> job.failure().killedBy().equals("user"));
    assertThat(done(pools.join("doomed", LONG)).state()).isEqualTo(PoolState.TERMINATED);
    assertThat(done(others.join("doomed", LONG)).workers()).isEmpty();
  }

  @Test
  void poolThatIsDeletedOnOneNodeLeavesNoChildOnTheOther() {
    pools.put("gone", withSpares(settings(1), 1));
    until(() -> others.open("gone").orElseThrow().workers().size() == 1);
    WorkerStatus child = others.open("gone").orElseThrow().workers().getFirst();

    assertThat(pools.delete("gone")).isEqualTo(Pools.Deletion.DONE);

    until(() -> ProcessHandle.of(child.pid()).isEmpty());
    assertThat(others.find("gone")).isEmpty();
    assertThat(others.delete("gone")).isEqualTo(Pools.Deletion.NOT_FOUND);
    assertThat(others.submit(counter().in("gone").submission()))
        .isInstanceOf(Submitted.NoPool.class);
    pools.put("gone", settings(1));
    assertThat(run(counter().in("gone")).result()).isEqualTo("1");
  }

  @Test
  void poolThatIsDeletedAndPutAgainAtOnceIsAnotherOnBoth() {
    Pool before = null;
    for (int i = 0; i < 20; i++) {
      pools.put("again", settings(1));
      assertThat(others.find("again")).isPresent();
      Pool now = others.open("again").orElseThrow();
      assertThat(now).isNotSameAs(before);
      before = now;
      assertThat(pools.delete("again")).isEqualTo(Pools.Deletion.DONE);
    }
  }

  @Test
  void poolThatIsPutOnTwoNodesAtOnceIsCreatedByOneAndTheSameOnBoth() {
    for (int i = 0; i < 10; i++) {
      String name = "twin" + i;
      CompletableFuture<Put> one =
          CompletableFuture.supplyAsync(() -> pools.put(name, settings(1)));
      CompletableFuture<Put> two =
          CompletableFuture.supplyAsync(() -> others.put(name, settings(2)));

      assertThat(List.of(one.join(), two.join()))
          .hasAtLeastOneElementOfType(Put.Created.class)
          .hasAtLeastOneElementOfType(Put.Replaced.class);
      assertThat(pools.find(name).orElseThrow().settings())
          .isEqualTo(others.find(name).orElseThrow().settings());
      pools.delete(name);
    }
  }

  @Test
  void defaultPoolIsNotMadeAnewByTheNextNode() {
    PoolSettings before = pools.find(Pools.DEFAULT).orElseThrow().settings();

    new PoolStore(database, second.getBean(Ids.class)).create(Pools.DEFAULT, settings(7));

    assertThat(others.find(Pools.DEFAULT).orElseThrow().settings()).isEqualTo(before);
  }

  @Test
  void poolOfTheClusterRunsItsSizeOnAllNodesTogether() throws IOException {
    Path door = door();
    pools.put("shared", together(2, null));
    List<UUID> ids = submit("shared", door, 6);
    awaitRunning("shared", 2);
    Files.createFile(door);
    for (int i = 0; i < 20; i++) {
      Wanted wanted = counter().in("shared");
      ids.add(i % 2 == 0 ? submit(wanted) : submitThere(wanted));
    }

    List<Job> ended = ids.stream().map(this::await).toList();

    assertThat(ended).allMatch(job -> job.state() == JobState.SUCCEEDED);
    assertThat(mostAtOnce(ended)).isEqualTo(2);
  }

  @Test
  void placeOfTheClusterThatGetsFreeOnOneNodeIsTakenByTheOther() throws IOException {
    Path first = door();
    Path second = door();
    pools.put("moving", together(1, null));
    UUID blocker = submit(attend(first).in("moving"));
    awaitState(blocker, JobState.RUNNING);
    String node = jobs.find(blocker).orElseThrow().process().node();
    Pool busy = (node.equals("one") ? pools : others).open("moving").orElseThrow();
    UUID next = submit(attend(second).in("moving"));
    CompletableFuture<Void> held = new CompletableFuture<>();
    busy.post(held::join);

    Files.createFile(first);
    await(blocker);
    Pool idle = (node.equals("one") ? others : pools).open("moving").orElseThrow();
    idle.look();
    awaitState(next, JobState.RUNNING);

    assertThat(jobs.find(next).orElseThrow().process().node()).isNotEqualTo(node);
    held.complete(null);
    Files.createFile(second);
    await(next);
  }

  /** With one place in all: each of them lends it to its child and has it back. */
  @Test
  void jobsOfTheClusterThatWaitForJobsLendTheirPlaceToAllNodes() {
    pools.put("families", together(1, null));
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ids.add(submit(tree("families", 2)));
      ids.add(submitThere(tree("families", 2)));
    }

    assertThat(ids).allMatch(id -> await(id).result().equals("4"));
  }

  @Test
  void processesOfTwoNodesHaveNumbersOfTheirOwn() {
    OwnProcesses theirs = second.getBean(OwnProcesses.class);

    long first = number(processes);
    long next = number(theirs);

    assertThat(next).isEqualTo(first + 1);
    assertThat(number(processes)).isEqualTo(first + 2);
  }

  private static long number(OwnProcesses processes) {
    NewProcess wanted =
        new NewProcess(
            Endings.class.getName() + "::length",
            "[\"four\"]",
            "{}",
            null,
            null,
            List.of(),
            null,
            "64m",
            List.of(),
            null);
    Launched launched = processes.start(wanted, null);
    String name = ((Launched.Started) launched).process().name();
    return Long.parseLong(name.substring("Process-".length()));
  }

  private static PoolSettings together(int size, Integer maxTasksPerChild) {
    PoolSettings one = settings(size, maxTasksPerChild);
    return new PoolSettings(
        size,
        maxTasksPerChild,
        0,
        one.idle(),
        one.maxPending(),
        null,
        one.maxHeap(),
        List.of(),
        null,
        null,
        PoolScope.CLUSTER);
  }

  /** What starts at the very moment at which another ends comes after it. */
  private static int mostAtOnce(List<Job> jobs) {
    TreeMap<Instant, Integer> changes = new TreeMap<>();
    jobs.forEach(job -> {
      changes.merge(job.startedAt(), 1, Integer::sum);
      changes.merge(job.finishedAt(), -1, Integer::sum);
    });
    int running = 0;
    int most = 0;
    for (int change : changes.values()) {
      running += change;
      most = Math.max(most, running);
    }
    return most;
  }

  private List<String> nodes(List<UUID> ids) {
    return ids.stream()
        .map(id -> jobs.find(id).orElseThrow())
        .filter(job -> job.state() == JobState.RUNNING)
        .map(job -> job.process().node())
        .toList();
  }

  private List<UUID> submit(String pool, Path door, int count) {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(submit(attend(door).in(pool)));
    }
    return ids;
  }

  private UUID submitThere(Wanted wanted) {
    return ((Submitted.Accepted) others.submit(wanted.submission())).job().id();
  }

  private void awaitRunning(String pool, long wanted) {
    until(() -> pools.find(pool).orElseThrow().running() == wanted);
  }

  private void awaitNoWorkerOf(String pool) {
    List<WorkerStatus> left =
        signal.await(
            "anything",
            LONG,
            Duration.ofMillis(20),
            () -> pools.open(pool).orElseThrow().workers(),
            List::isEmpty);
    assertThat(left).isEmpty();
  }

  private void until(BooleanSupplier wanted) {
    assertThat(
            signal.await(
                "anything", LONG, Duration.ofMillis(20), wanted::getAsBoolean, there -> there))
        .isTrue();
  }

  private static PoolStatus done(Steered steered) {
    assertThat(steered).isInstanceOf(Steered.Done.class);
    return ((Steered.Done) steered).pool();
  }

  private static Path door() {
    return TestData.folder("nodes").resolve("door");
  }

  private Wanted attend(Path door) {
    return job(Meeting.class.getName() + "::attend", "[\"" + door + "\"]");
  }

  private Wanted counter() {
    return job(Counter.class.getName() + "::raise", "[]");
  }

  private Wanted tree(String pool, int levels) {
    return job(Family.class.getName() + "::fork", "[" + levels + "]").in(pool);
  }
}
