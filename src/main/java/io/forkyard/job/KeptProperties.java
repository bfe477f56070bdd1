package io.forkyard.job;

import io.forkyard.storage.EndedStore;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many that have ended are kept, however young they are. One that is still to be delivered
 * stays.
 *
 * @param jobsKept of jobs, and of maps as well; 0 is any number
 */
@Validated
@ConfigurationProperties("forkyard")
record KeptProperties(@DefaultValue("1000000") @Min(0) int jobsKept) {

  private static final int JOBS_AT_ONCE = 100;

  /** One may have many results. */
  private static final int MAPS_AT_ONCE = 5;

  EndedStore.Rule jobs() {
    return new EndedStore.Rule(
        "job", "finished_at", CallbackStore.settled("job"), jobsKept, JOBS_AT_ONCE);
  }

  EndedStore.Rule maps() {
    return new EndedStore.Rule(
        "map", "finished_at", CallbackStore.settled("map"), jobsKept, MAPS_AT_ONCE);
  }
}
