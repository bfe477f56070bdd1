package io.forkyard.pool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.fixture.Counter;
import io.forkyard.fixture.Endings;
import io.forkyard.job.FailureReason;
import io.forkyard.job.Job;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** {@code Pool(initializer=…, initargs=…)}: each worker calls it once when it starts. */
class InitializerTest extends PoolsTest {

  @Autowired Processes processes;

  @Test
  void initializerRunsOnceInEachChildAndItsStateAndThreadsStay() {
    pools.put("made", with(settings(1, 2), counter("startAt", "[40]")));

    Job first = run(raise().in("made"));
    assertThat(first.result()).isEqualTo("41");
    assertThat(new String(jobs.output(first.id(), 1, "STDOUT"), UTF_8)).isEmpty();
    assertThat(run(raise().in("made")).result()).isEqualTo("42");
    assertThat(run(raise().in("made")).result()).isEqualTo("41");

    pools.put("made", with(settings(1, null), counter("helper", "[]")));
    assertThat(run(raise().in("made")).result()).isEqualTo("51");
    assertThat(run(raise().in("made")).result()).isEqualTo("52");
  }

  @Test
  void stateOfAnInitializersSourceIsSeenByJobsWithTheSameSource() {
    String source =
        """
        public class Warm {
          static String word;
          public static void up(String given, int times) { word = given.repeat(times); }
          public static String word() { return word; }
        }
        """;
    Initializer warm =
        new Initializer("Warm::up", "[\"ab\"]", "{\"times\": 2}", source, List.of(), "");
    pools.put("warm", with(settings(1), warm));

    assertThat(run(job("Warm::word", "[]").of(source).in("warm")).result()).isEqualTo("\"abab\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "io.forkyard.fixture.Counter::fail | ['out of luck'] | out of luck",
        "io.forkyard.fixture.Counter::none | [] | none",
        "io.forkyard.fixture.Counter::startAt | ['x'] | args[0]",
        "io.forkyard.fixture.Endings::exit | [7] | exit code 7",
        "io.forkyard.examples.Hello | [] | a program cannot be an initializer",
      })
  void initializerWhenItFailsIsATroubleOfThePoolAndOfItsJobs(
      String target, String args, String why) {
    String json = args.replace('\'', '"');
    pools.put(
        "unlucky", with(settings(1), new Initializer(target, json, "{}", null, List.of(), "")));

    Job job = run(raise().in("unlucky"));

    assertThat(job.failure().reason()).isEqualTo(FailureReason.START_FAILED);
    assertThat(job.failure().message()).contains("initializer", why);
    assertThat(pools.find("unlucky").orElseThrow().trouble()).contains(why);

    pools.put("unlucky", settings(1));
    assertThat(run(raise().in("unlucky")).result()).isEqualTo("1");
    assertThat(pools.find("unlucky").orElseThrow().trouble()).isNull();
    assertThat(pools.delete("unlucky")).isEqualTo(Pools.Deletion.DONE);
  }

  /** The end of the process must not overtake what the initializer did to it. */
  @Test
  void initializerWhenItExitsIsTriedThreeTimesAndEverLessOften() {
    String exit = Endings.class.getName() + "::exit";
    pools.put("leaves", with(settings(1), new Initializer(exit, "[7]", "{}", null, List.of(), "")));

    assertThat(run(raise().in("leaves")).failure().reason()).isEqualTo(FailureReason.START_FAILED);

    assertThat(processes.list(new ProcessFilter("leaves", null, null), 100)).hasSize(3);
  }

  @Test
  void initializerWhenItNeverEndsIsKilledWithItsPool() {
    Initializer endless =
        new Initializer(Endings.class.getName() + "::forever", "[]", "{}", null, List.of(), "");
    PoolStatus pool =
        ((Put.Created) pools.put("endless", with(withSpares(settings(1), 1), endless))).pool();
    assertThat(pool.workers()).hasSize(1);

    assertThat(pools.delete("endless")).isEqualTo(Pools.Deletion.DONE);

    assertThat(pool.workers())
        .allMatch(worker -> ProcessHandle.of(worker.pid()).map(p -> !p.isAlive()).orElse(true));
  }

  private static Initializer counter(String method, String args) {
    String target = Counter.class.getName() + "::" + method;
    return new Initializer(target, args, "{}", null, List.of(), "");
  }

  private static PoolSettings with(PoolSettings settings, Initializer initializer) {
    return new PoolSettings(
        settings.size(),
        settings.maxTasksPerChild(),
        settings.spares(),
        settings.idle(),
        settings.maxPending(),
        null,
        settings.maxHeap(),
        List.of(),
        null,
        initializer,
        PoolScope.NODE);
  }

  private Wanted raise() {
    return job(Counter.class.getName() + "::raise", "[]");
  }
}
