package io.forkyard.pool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.TestData;
import io.forkyard.fixture.Family;
import io.forkyard.fixture.Meeting;
import io.forkyard.job.Job;
import io.forkyard.job.JobFilter;
import io.forkyard.job.JobState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** What the code of a job can ask of the service. */
@TestPropertySource(
    properties = {
      "forkyard.limits.call=2MB",
      "forkyard.limits.arguments=1MB",
      "forkyard.limits.name=20"
    })
class InsideJobTest extends PoolsTest {

  @Autowired Lending lending;

  private final Path door = TestData.folder("inside").resolve("door");

  /** Forking thrice makes eight, and two places are enough for all fifteen. */
  @Test
  void jobsWhenThreeLevelsOfTwoAreEight() {
    pools.put("forks", settings(2));

    assertThat(run(family("fork", "3").in("forks")).result()).isEqualTo("8");
    assertThat(pools.find("forks").orElseThrow().succeeded()).isEqualTo(15);
    assertThat(lending.lent("forks")).isZero();
  }

  @Test
  void jobWhenItSubmitsToAPoolOfOneDoesNotBlockIt() {
    pools.put("single", settings(1));

    assertThat(run(family("fork", "2").in("single")).result()).isEqualTo("4");
  }

  @Test
  void jobWhenItSubmitsWithBuilderAndTypesGetsValues() {
    assertThat(run(family("values", "")).result())
        .isEqualTo("[{\"x\":3,\"names\":[\"a\"]},41,[\"\\\"\"],true]");
  }

  @Test
  void jobWhenItsJobFailsSeesWhy() {
    Job parent = run(family("failed", ""));

    assertThat(parent.result())
        .contains("\"reason\":\"EXCEPTION\"")
        .contains("\"type\":\"java.lang.IllegalStateException\"")
        .contains("\"detail\":\"not today\"")
        .contains("\"trace\":\"java.lang.IllegalStateException: not today\"");
  }

  @Test
  void jobWhenItAsksForNonsenseIsToldSo() {
    assertThat(run(family("refusals", "")).result())
        .isEqualTo(
            Stream.of(
                    "IllegalArgumentException",
                    "IllegalArgumentException",
                    "IllegalArgumentException",
                    "IllegalArgumentException",
                    "IllegalArgumentException",
                    "IllegalArgumentException",
                    "IllegalArgumentException",
                    "IllegalArgumentException",
                    "ClassCastException",
                    "IllegalArgumentException",
                    "IllegalArgumentException")
                .map(name -> "\"" + name + "\"")
                .toList()
                .toString()
                .replace(" ", ""));
  }

  @Test
  void jobWhenItSubmitsToAFullPoolIsRejected() throws IOException {
    PoolSettings one = settings(1);
    pools.put(
        "stuffed",
        new PoolSettings(
            1, 1, 0, one.idle(), 1, null, one.maxHeap(), List.of(), null, null, PoolScope.NODE));
    Wanted meeting = job(Meeting.class.getName() + "::attend", "[\"" + door + "\"]").in("stuffed");
    UUID first = submit(meeting);
    awaitBusy("stuffed", 1);
    UUID second = submit(meeting);

    assertThat(run(family("submitTo", "\"stuffed\", \"A::b\"")).result())
        .isEqualTo("\"RejectedExecutionException\"");

    Files.createFile(door);
    await(first);
    await(second);
  }

  @Test
  void jobWhenItIsProgramOrCallableMaySubmitToo() {
    Job program = run(job(Family.class.getName() + "$Program", "[]"));

    assertThat(new String(jobs.output(program.id(), 1, "STDOUT"), UTF_8)).isEqualTo("text\n");
    assertThat(program.progress()).isEqualTo(0.5);
    assertThat(run(job(Family.class.getName() + "$Call", "[]")).result()).isEqualTo("\"text\"");
  }

  @Test
  void jobWhenOfASourceSubmitsToTheSameSource() {
    String source =
        """
        import io.forkyard.api.Forkyard;
        class Tree {
          static int leaves(int levels) throws Exception {
            if (levels == 0) return 1;
            var left = Forkyard.submit(int.class, "Tree::leaves", levels - 1);
            var right = Forkyard.submit(int.class, "Tree::leaves", levels - 1);
            return left.get() + right.get();
          }
        }
        """;

    assertThat(run(job("Tree::leaves", "[1]").of(source)).result()).isEqualTo("2");
  }

  @Test
  void jobWhenItCancelsItsJobTerminatesIt() {
    assertThat(run(family("cancelled", "")).result()).isEqualTo("[true,true,true,false]");
  }

  @Test
  void jobWhenItEndsLeavesItsJobsRunning() {
    Job parent = run(family("leave", "\"" + Family.class.getName() + "::text\""));

    String child = parent.result().replace("\"", "").replace("job ", "");
    assertThat(await(UUID.fromString(child)).result()).isEqualTo("\"text\"");
  }

  @Test
  void threadsWhenMoreWaitThanMayAskAtOnceAreServedEach() {
    assertThat(run(family("manyThreads", "\"" + door + "\", 1100")).result()).isEqualTo("1100");
  }

  @Test
  void placeWhenItsJobWaitsIsLentAndTakenBack() throws IOException {
    pools.put("lender", settings(1));
    UUID parent = submit(family("attend", "\"" + door + "\"").in("lender"));
    awaitBusy("lender", 2);
    assertThat(lending.lent("lender")).isEqualTo(1);

    Files.createFile(door);

    await(parent);
    assertThat(lending.lent("lender")).isZero();
    assertThat(run(family("text", "").in("lender")).result()).isEqualTo("\"text\"");
  }

  /** Who has its place may never end, so it does not wait for that as well. */
  @Test
  void jobWhenItsWaitIsInterruptedGoesOnThoughItsPlaceIsTaken() throws IOException {
    pools.put("hasty", settings(1));
    UUID parent = submit(family("impatient", files()).in("hasty"));

    assertThat(await(parent).result()).isEqualTo("\"interrupted\"");

    goesOnAlone("hasty");
  }

  @Test
  void jobWhenItsTimeIsUpGoesOnThoughItsPlaceIsTaken() throws IOException {
    pools.put("punctual", settings(1));
    UUID parent = submit(family("punctual", files()).in("punctual"));

    assertThat(await(parent).result()).isEqualTo("\"late\"");

    goesOnAlone("punctual");
  }

  private String files() {
    return "\"%s\", \"%s\"".formatted(door.getParent().resolve("here"), door);
  }

  private void goesOnAlone(String pool) throws IOException {
    Job child = arrived(pool);
    assertThat(child.state()).isEqualTo(JobState.RUNNING);
    UUID waiting = submit(family("text", "").in(pool));

    Files.createFile(door);

    assertThat(await(waiting).startedAt()).isAfterOrEqualTo(await(child.id()).finishedAt());
  }

  private Job arrived(String pool) {
    return jobs.list(new JobFilter(pool, null, null), null, 10).jobs().stream()
        .filter(job -> job.target().endsWith("::arrive"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void jobWhenItsWaitRunsOutGoesOn() {
    assertThat(run(family("late", "")).result()).isEqualTo("\"late, done false, cancelled true\"");
  }

  @Test
  void jobWhenItWaitsForAnotherPoolLendsItsPlace() throws IOException {
    pools.put("here", settings(1));
    pools.put("there", settings(1));
    UUID parent = submit(family("attendIn", "\"there\", \"" + door + "\"").in("here"));
    awaitBusy("there", 1);

    assertThat(run(family("text", "").in("here")).result()).isEqualTo("\"text\"");

    Files.createFile(door);
    await(parent);
  }

  @Test
  void placeWhenTheWaitingJobIsTerminatedKilledOrLateIsThereAgain() throws IOException {
    pools.put("mourning", settings(1));
    for (int i = 0; i < 3; i++) {
      Wanted wanted = family("attend", "\"" + door + "\"").in("mourning");
      UUID parent = submit(i == 2 ? wanted.within(Duration.ofSeconds(3)) : wanted);
      awaitBusy("mourning", 2);
      switch (i) {
        case 0 -> pools.terminate(parent, Duration.ofSeconds(5));
        case 1 -> pools.kill(parent);
        default -> {}
      }
      Job ended = await(parent);
      assertThat(ended.state()).isEqualTo(i == 2 ? JobState.FAILED : JobState.CANCELLED);
      awaitNoLoan("mourning");
      UUID next = submit(family("text", "").in("mourning"));
      assertThat(jobs.find(next).orElseThrow().state()).isEqualTo(JobState.PENDING);

      Files.createFile(door);
      await(next);
      Files.delete(door);
    }
  }

  @Test
  void progressWhenToldIsSeenAndTheLatestCounts() throws IOException {
    UUID id = submit(family("tell", "0.75, \"" + door + "\""));

    signal.await(
        "job/" + id, LONG, () -> jobs.find(id).orElseThrow(), job -> told(job).equals(0.75));
    assertThat(told(jobs.find(id).orElseThrow())).isEqualTo(0.75);

    Files.createFile(door);
    assertThat(await(id).progress()).isEqualTo(0.75);
  }

  @Test
  void progressWhenToldRightBeforeTheEndIsNotLost() {
    for (int i = 0; i < 5; i++) {
      assertThat(run(family("tellAndEnd", "")).progress()).isEqualTo(1.0);
    }
  }

  @Test
  void progressWhenTheJobIsTriedAgainBeginsAnew() {
    Job job = run(family("tellAndFail", "").tried(2));

    assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(job.progress()).isNull();
  }

  private static Double told(Job job) {
    return Objects.requireNonNullElse(job.progress(), -1.0);
  }

  /** The end of a job is seen a moment before its place is there. */
  private void awaitNoLoan(String pool) {
    awaitUntil(() -> lending.lent(pool) == 0);
  }

  private void awaitUntil(BooleanSupplier wanted) {
    boolean seen =
        signal.await("nothing", LONG, Duration.ofMillis(5), wanted::getAsBoolean, holds -> holds);
    assertThat(seen).isTrue();
  }

  private void awaitBusy(String pool, int wanted) {
    List<WorkerStatus> seen =
        signal.await(
            "nothing",
            LONG,
            Duration.ofMillis(10),
            () -> busy(pool),
            workers -> workers.size() == wanted);
    assertThat(seen).hasSize(wanted);
  }

  private List<WorkerStatus> busy(String pool) {
    return pools.find(pool).orElseThrow().workers().stream()
        .filter(worker -> worker.state() == WorkerStatus.State.BUSY)
        .toList();
  }

  private Wanted family(String method, String args) {
    return job(Family.class.getName() + "::" + method, "[" + args + "]");
  }
}
