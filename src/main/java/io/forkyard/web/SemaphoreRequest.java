package io.forkyard.web;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A semaphore as a caller wants it. What only an answer has is ignored, so that it can be sent
 * back; there {@code value} is what is left, and {@code initial} what was wanted.
 */
@Schema(name = "SemaphoreRequest", description = "How many permits there are")
@JsonIgnoreProperties({"name", "waiters"})
record SemaphoreRequest(
    @Schema(
            description = "Permits at first",
            example = "2",
            minimum = "0",
            maximum = "2147483647",
            defaultValue = "1")
        @JsonSetter(nulls = Nulls.SET)
        @Nullable Integer value,
    @Schema(
            description = "Whether there may never be more than that: `BoundedSemaphore`",
            example = "false",
            defaultValue = "false")
        @JsonSetter(nulls = Nulls.SET)
        @Nullable Boolean bounded,
    @Schema(
            description = "In an answer that is sent back: what `value` was at first",
            example = "2",
            minimum = "0",
            maximum = "2147483647")
        @JsonSetter(nulls = Nulls.SET)
        @Nullable Integer initial) {

  static final SemaphoreRequest DEFAULT = new SemaphoreRequest(null, null, null);

  int permits() {
    int wanted = Checks.whole("value", value, 0, Integer.MAX_VALUE, 1);
    return Checks.whole("initial", initial, 0, Integer.MAX_VALUE, wanted);
  }

  boolean wantsBounded() {
    return bounded != null && bounded;
  }
}
