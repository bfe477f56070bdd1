package io.forkyard.web;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Which lent item is meant. */
@Schema(name = "LeaseRequest", description = "Which lent item is meant")
record LeaseRequest(
    @Schema(
            description = "`Lease-Token` of the get that lent it",
            example = Examples.LEASE,
            requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable String token) {

  String checked() {
    return Checks.token(token);
  }
}
