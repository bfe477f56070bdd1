package io.forkyard.web;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.forkyard.queue.QueueProperties;
import io.forkyard.queue.QueueSettings;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A queue as a caller wants it. What only an answer has is ignored, so that it can be sent back.
 */
@Schema(name = "QueueRequest", description = "What a queue may hold")
@JsonIgnoreProperties({
  "name",
  "qsize",
  "empty",
  "full",
  "unfinished",
  "closed",
  "getters",
  "putters"
})
record QueueRequest(
    @Schema(
            description = "Most items; 0, a negative number or none is no bound",
            example = "5",
            defaultValue = "0")
        @JsonSetter(nulls = Nulls.SET)
        @Nullable Integer maxsize,
    @Schema(
            description = "How often an item is lent before it is a dead letter",
            example = "5",
            minimum = "1",
            maximum = "1000",
            defaultValue = "5")
        @Nullable Integer maxDeliveries) {

  static final QueueRequest DEFAULT = new QueueRequest(null, null);

  private static final int MOST_DELIVERIES = 1000;

  QueueSettings settings(QueueProperties limits) {
    int items = maxsize == null ? 0 : Math.max(0, maxsize);
    if (maxDeliveries != null) {
      Checks.whole("maxDeliveries", maxDeliveries, 1, MOST_DELIVERIES, 1);
    }
    return new QueueSettings(
        Checks.whole("maxsize", items, 0, limits.maxItems(), 0), maxDeliveries);
  }
}
