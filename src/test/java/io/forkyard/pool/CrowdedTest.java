package io.forkyard.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.fixture.Family;
import io.forkyard.job.JobState;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** Jobs that wait for jobs where few children may live. */
@TestPropertySource(properties = "forkyard.max-processes=3")
class CrowdedTest extends PoolsTest {

  @Autowired Lending lending;

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
        .contains("2 jobs wait already, and forkyard.max-processes is 3");
    assertThat(lending.lent("deep")).isZero();
  }

  @Test
  void waitsWhenOfManyJobsAtOnceEndAll() {
    pools.put("wide", settings(2));
    Wanted pair = job(Family.class.getName() + "::fork", "[1]").in("wide");

    List<UUID> ids = List.of(submit(pair), submit(pair), submit(pair), submit(pair));

    assertThat(ids).allSatisfy(id -> assertThat(await(id).state().ready()).isTrue());
    assertThat(ids).anySatisfy(id -> assertThat(await(id).state()).isEqualTo(JobState.SUCCEEDED));
    assertThat(lending.lent("wide")).isZero();
  }

  private Wanted nest(int levels) {
    return job(Family.class.getName() + "::nest", "[" + levels + "]").in("deep");
  }
}
