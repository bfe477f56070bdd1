package io.forkyard.web;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Where to deliver a finished job or map, as a caller sends it: one of the two. */
@Schema(name = "CallbackRequest", description = "Where to deliver what has ended: one of the two")
@JsonIgnoreProperties({"state", "attempts", "nextAttempt", "lastError", "deliveredAt"})
record CallbackRequest(
    @Schema(
            description =
                "The job or map is posted there as a GET shows it, signed in the header"
                    + " `Forkyard-Signature`; only below a prefix of `forkyard.callbacks.allow`",
            example = "https://reports.example/done",
            maxLength = 2000)
        @Nullable String url,
    @Schema(
            description =
                "The queue that gets the job or map as an item, as a GET shows it; it must be there",
            example = "done")
        @Nullable String queue) {}
