package io.forkyard.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.TestData;
import io.forkyard.fixture.Counter;
import io.forkyard.fixture.Meeting;
import io.forkyard.job.JobState;
import io.forkyard.process.Children;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** Several pools under one bound of living children. */
@TestPropertySource(properties = "forkyard.max-processes=2")
class SharedPlacesTest extends PoolsTest {

  @Autowired private Children children;

  private final Path door = TestData.folder("places").resolve("door");

  @Test
  void idleChildrenOfOnePoolMakeRoomForTheJobsOfAnother() {
    pools.put("spared", withSpares(settings(2, null), 2));
    pools.put("needy", settings(1));

    assertThat(run(counter().in("needy")).result()).isEqualTo("1");
    assertThat(run(counter().in("spared")).result()).isNotNull();
  }

  @Test
  void jobsOfAllPoolsEndWithNeverMoreChildrenThanAllowed() {
    List<String> names = List.of("fresh", "reused", "other");
    pools.put("fresh", settings(2));
    pools.put("reused", settings(2, null));
    pools.put("other", settings(2, 3));
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      ids.add(submit(counter().in(names.get(i % 3))));
    }

    for (UUID id : ids) {
      assertThat(children.live()).hasSizeLessThanOrEqualTo(2);
      assertThat(await(id).state()).isEqualTo(JobState.SUCCEEDED);
    }
  }

  @Test
  void poolWaitsForAPlaceUntilAChildOfAnotherIsGone() throws IOException {
    pools.put("full", settings(2));
    pools.put("late", settings(1));
    List<UUID> ids = List.of(submit(meeting().in("full")), submit(meeting().in("full")));
    ids.forEach(id -> awaitState(id, JobState.RUNNING));

    UUID late = submit(counter().in("late"));
    assertThat(pools.put("late", settings(2))).isInstanceOf(Put.Replaced.class);
    assertThat(jobs.find(late).orElseThrow().state()).isEqualTo(JobState.PENDING);
    assertThat(children.live()).hasSize(2);

    Files.createFile(door);
    assertThat(await(late).result()).isEqualTo("1");
    ids.forEach(this::await);
  }

  private Wanted meeting() {
    return job(Meeting.class.getName() + "::attend", "[\"" + door + "\"]");
  }

  private Wanted counter() {
    return job(Counter.class.getName() + "::raise", "[]");
  }
}
