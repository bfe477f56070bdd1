package io.forkyard.pool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.TestData;
import io.forkyard.fixture.Endings;
import io.forkyard.fixture.Family;
import io.forkyard.fixture.Meeting;
import io.forkyard.job.JobState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** Jobs that wait for jobs where few children may live. */
@TestPropertySource(properties = "forkyard.max-processes=3")
class CrowdedTest extends PoolsTest {

  @Autowired Lending lending;
  @Autowired Places places;
  @Autowired Processes processes;
  @Autowired ProcessOutputs outputs;

  /** Three levels need three children alive at once; that is as deep as it goes. */
  @Test
  void jobsWhenTheyLeaveAPlaceForTheLastOfThemRun() {
    pools.put("deep", settings(1));

    assertThat(run(nest(2)).result()).isEqualTo("\"deep enough\"");
  }

  @Test
  void waitWhenItWouldTakeTheLastPlaceFailsAtOnce() {
    pools.put("deep", settings(1));

    assertThat(run(nest(3)).result())
        .startsWith("\"1 Waiting would leave no child")
        .contains("forkyard.max-processes is 3, and 2 others wait already");
    assertThat(lending.lent("deep")).isZero();
  }

  /** A lent place goes to what is waited for, so older jobs do not begin to wait as well. */
  @Test
  void jobsWhenManyWaitForTheirOwnSucceedAll() {
    pools.put("wide", settings(2));
    Wanted pair = job(Family.class.getName() + "::fork", "[1]").in("wide");
    Wanted deep = job(Family.class.getName() + "::fork", "[2]").in("deep");
    pools.put("deep", settings(1));

    List<UUID> ids = Stream.of(pair, pair, pair, pair).map(this::submit).toList();
    ids.forEach(id -> assertThat(await(id).result()).isEqualTo("2"));
    ids = Stream.of(deep, deep, deep).map(this::submit).toList();
    ids.forEach(id -> assertThat(await(id).result()).isEqualTo("4"));

    assertThat(lending.lent("wide")).isZero();
    assertThat(lending.lent("deep")).isZero();
  }

  @Test
  void jobsWhenManyWaitForAnotherPoolSucceedAll() throws Exception {
    pools.put("here", settings(1));
    pools.put("there", settings(1));
    Path door = Files.createFile(TestData.folder("crowded").resolve("door"));
    String args = "[\"there\", \"" + door + "\"]";
    Wanted wanted = job(Family.class.getName() + "::attendIn", args).in("here");

    List<UUID> ids = Stream.of(wanted, wanted, wanted, wanted).map(this::submit).toList();

    ids.forEach(id -> assertThat(await(id).state()).isEqualTo(JobState.SUCCEEDED));
  }

  /** Of three children one is a process and one waits, so the third must run what is waited for. */
  @Test
  void waitWhenProcessesHoldTheOtherPlacesFailsAtOnce() {
    pools.put("deep", settings(1));
    ProcessStatus process = start(Endings.class.getName() + "::waiting", "[]");
    assertThat(run(nest(1)).result()).isEqualTo("\"deep enough\"");

    ProcessStatus other = start(Endings.class.getName() + "::waiting", "[]");
    assertThat(run(nest(1)).result())
        .startsWith("\"1 Waiting would leave no child")
        .contains("forkyard.max-processes is 3, and 2 others wait already or are single processes");

    end(process);
    end(other);
    assertThat(run(nest(2)).result()).isEqualTo("\"deep enough\"");
  }

  /** It holds a place as long as it lives, so there are two for the jobs. */
  @Test
  void processWhenItWaitsForAJobLeavesItAPlace() {
    String printer = Family.class.getName() + "$Printer";

    assertThat(output(start(printer, "[\"2\"]"))).isEqualTo("deep enough\n");
    assertThat(output(start(printer, "[\"3\"]"))).startsWith("1 Waiting would leave no child");
  }

  /** The jobs of the other pool end only when the job has run that is waited for. */
  @Test
  void jobWhenItsParentWaitsGetsAPlaceFromAPoolThatHasWork() throws Exception {
    Path folder = TestData.folder("crowded");
    pools.put("greedy", settings(2, null));
    pools.put("deep", settings(1));
    List<UUID> first = List.of(submit(attend(folder, "first")), submit(attend(folder, "first")));
    first.forEach(id -> awaitState(id, JobState.RUNNING));
    CompletableFuture<Void> wanted = new CompletableFuture<>();
    Places.Guest guest =
        () -> {
          if (lending.lent("deep") == 1) {
            wanted.complete(null);
          }
        };
    places.join(guest);
    String second = "[\"" + folder.resolve("second") + "\"]";
    UUID parent = submit(job(Family.class.getName() + "::deliver", second).in("deep"));
    wanted.get(LONG.toSeconds(), TimeUnit.SECONDS);
    places.leave(guest);
    List<UUID> last = List.of(submit(attend(folder, "second")), submit(attend(folder, "second")));

    Files.createFile(folder.resolve("first"));

    assertThat(await(parent).state()).isEqualTo(JobState.SUCCEEDED);
    Stream.concat(first.stream(), last.stream())
        .forEach(id -> assertThat(await(id).state()).isEqualTo(JobState.SUCCEEDED));
  }

  private Wanted attend(Path folder, String door) {
    String args = "[\"" + folder.resolve(door) + "\"]";
    return job(Meeting.class.getName() + "::attend", args).in("greedy");
  }

  private ProcessStatus start(String target, String args) {
    NewProcess wanted =
        new NewProcess(target, args, "{}", null, null, List.of(), null, "64m", List.of(), null);
    return ((Launched.Started) processes.start(wanted, null)).process();
  }

  private void end(ProcessStatus process) {
    processes.kill(process.id());
    processes.await(process.id(), LONG);
  }

  private String output(ProcessStatus process) {
    processes.await(process.id(), LONG);
    Outputs.Chunk chunk =
        outputs.read(process.id(), Outputs.Stream.STDOUT, 0, 1 << 16, Duration.ZERO).orElseThrow();
    return new String(chunk.bytes(), UTF_8);
  }

  private Wanted nest(int levels) {
    return job(Family.class.getName() + "::nest", "[" + levels + "]").in("deep");
  }
}
