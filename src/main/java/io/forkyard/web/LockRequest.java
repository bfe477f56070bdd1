package io.forkyard.web;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A lock as a caller wants it. What only an answer has is ignored, so that it can be sent back. */
@Schema(name = "LockRequest", description = "What kind of lock it is")
@JsonIgnoreProperties({
  "name",
  "locked",
  "holder",
  "since",
  "expiresAt",
  "count",
  "fence",
  "waiters"
})
record LockRequest(
    @Schema(
            description = "Whether its holder may acquire it again: `RLock`",
            example = "false",
            defaultValue = "false")
        @JsonSetter(nulls = Nulls.SET)
        @Nullable Boolean reentrant) {

  static final LockRequest DEFAULT = new LockRequest(null);

  boolean wantsReentrant() {
    return reentrant != null && reentrant;
  }
}
