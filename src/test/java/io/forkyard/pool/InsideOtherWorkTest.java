package io.forkyard.pool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.fixture.Family;
import io.forkyard.job.JobState;
import io.forkyard.job.MapResults;
import io.forkyard.job.MapStatus;
import io.forkyard.job.MapSubmission;
import io.forkyard.job.Maps;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What can be asked of the service by code that is not a job's. */
class InsideOtherWorkTest extends PoolsTest {

  private static final String NO_PROGRESS = "\"IllegalStateException\"";

  @Autowired Maps maps;
  @Autowired PoolMaps poolMaps;
  @Autowired Processes processes;
  @Autowired ProcessOutputs outputs;
  @Autowired Lending lending;

  /** Both items share one place with the jobs that they wait for. */
  @Test
  void itemOfAMapWhenItSubmitsLendsItsPlace() {
    pools.put("mapped", settings(1));

    MapStatus map = map("fork", List.of("1", "1"));

    assertThat(map.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(values(map)).containsExactly("2", "2");
    assertThat(lending.lent("mapped")).isZero();
  }

  @Test
  void itemOfAMapHasTheIdOfItsMapAndNoProgress() {
    pools.put("mapped", settings(1));

    MapStatus map = map("all", List.of("1"));

    assertThat(values(map))
        .containsExactly(
            "[true,true,\"" + map.id() + "\",1,\"nothing, but text\"," + NO_PROGRESS + "]");
  }

  @Test
  void processHasItsOwnIdAndNoProgressAndMaySubmit() {
    NewProcess wanted =
        new NewProcess(
            Family.class.getName() + "$Printer",
            "[]",
            "{}",
            null,
            null,
            List.of(),
            null,
            "64m",
            List.of(),
            null);
    ProcessStatus started = ((Launched.Started) processes.start(wanted, null)).process();

    assertThat(processes.await(started.id(), LONG).orElseThrow().exitCode()).isZero();
    assertThat(output(started))
        .isEqualTo(
            "[true, true, " + started.id() + ", 1, nothing, but text, IllegalStateException]\n");
  }

  @Test
  void initializerKnowsItsProcessAndCannotSubmit() {
    PoolSettings plain = settings(1);
    Initializer know =
        new Initializer(Family.class.getName() + "::know", "[]", "{}", null, List.of(), "");
    pools.put(
        "knowing",
        new PoolSettings(
            1,
            1,
            0,
            plain.idle(),
            10,
            null,
            plain.maxHeap(),
            List.of(),
            null,
            know,
            PoolScope.NODE));

    assertThat(run(job(Family.class.getName() + "::known", "[]").in("knowing")).result())
        .isEqualTo("[true,true,\"\",0,\"IllegalStateException\"," + NO_PROGRESS + "]");
  }

  private MapStatus map(String method, List<String> items) {
    Wanted each = job(Family.class.getName() + "::" + method, "[]").in("mapped");
    MapSubmission submission = new MapSubmission(each.submission(), false, items, 1);
    MapSubmitted.Accepted accepted = (MapSubmitted.Accepted) poolMaps.submit(submission, null);
    return maps.await(accepted.map().id(), LONG).orElseThrow();
  }

  private List<String> values(MapStatus map) {
    MapResults results = maps.ordered(map.id(), 0, Duration.ZERO).orElseThrow();
    return results.rows().stream().flatMap(row -> row.values().stream()).toList();
  }

  private String output(ProcessStatus process) {
    Outputs.Chunk chunk =
        outputs.read(process.id(), Outputs.Stream.STDOUT, 0, 1 << 16, Duration.ZERO).orElseThrow();
    return new String(chunk.bytes(), UTF_8);
  }
}
