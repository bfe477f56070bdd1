package io.forkyard.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.fixture.Timing;
import io.forkyard.job.Job;
import io.forkyard.job.JobState;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The one run of waits inside a job against the real clock. */
class RealTimesTest extends PoolsTest {

  /** How late they are is only told. */
  @Test
  void noWaitInsideAJobEndsBeforeItsTime() {
    pools.put("times", settings(1));

    Job job = run(job(Timing.class.getName() + "::lateness", "[\"times\", 10]").in("times"));

    assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
    List<Long> late =
        Stream.of(String.valueOf(job.result()).replaceAll("[\\[\\]]", "").split(","))
            .map(Long::parseLong)
            .toList();
    List<Long> warm = late.subList(late.size() / 2, late.size()).stream().sorted().toList();
    System.out.printf(
        "Waits inside a job end late by %d µs (p50), %d µs (most)%n",
        warm.get(warm.size() / 2), warm.getLast());
    assertThat(late).hasSize(50).allMatch(it -> it >= 0);
  }
}
