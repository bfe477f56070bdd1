package io.forkyard.web;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Whose lock is meant. */
@Schema(name = "LockToken", description = "Whose lock is meant")
record LockToken(
    @Schema(
            description = "`token` of the acquire that was granted",
            example = Examples.LEASE,
            requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable String token) {

  String checked() {
    return Checks.token(token);
  }
}
