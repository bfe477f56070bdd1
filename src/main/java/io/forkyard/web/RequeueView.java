package io.forkyard.web;

import io.swagger.v3.oas.annotations.media.Schema;

/** Dead letters that were put back. */
@Schema(name = "Requeue", description = "Dead letters that were put back")
record RequeueView(
    @Schema(description = "How many there was room for", example = "1") int requeued) {}
