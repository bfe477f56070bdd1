package io.forkyard.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JobStateTest {

  private static final Map<JobState, Set<JobState>> PICTURE =
      Map.of(
          JobState.PENDING, EnumSet.of(JobState.RUNNING, JobState.FAILED, JobState.CANCELLED),
          JobState.RUNNING,
              EnumSet.of(
                  JobState.PENDING,
                  JobState.STOPPING,
                  JobState.SUCCEEDED,
                  JobState.FAILED,
                  JobState.CANCELLED),
          JobState.STOPPING, EnumSet.of(JobState.CANCELLED),
          JobState.SUCCEEDED, EnumSet.noneOf(JobState.class),
          JobState.FAILED, EnumSet.noneOf(JobState.class),
          JobState.CANCELLED, EnumSet.noneOf(JobState.class));

  @ParameterizedTest
  @EnumSource
  void stateMayBecomeWhatThePictureShows(JobState state) {
    for (JobState next : JobState.values()) {
      assertThat(state.mayBecome(next))
          .as("%s to %s", state, next)
          .isEqualTo(PICTURE.get(state).contains(next));
    }
  }

  @ParameterizedTest
  @EnumSource
  void stateIsReadyWhenNothingFollows(JobState state) {
    assertThat(state.ready()).isEqualTo(PICTURE.get(state).isEmpty());
  }
}
