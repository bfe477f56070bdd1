package io.forkyard.web;

import io.swagger.v3.oas.annotations.media.Schema;

/** What an event came to. */
@Schema(name = "Flag", description = "What an event came to")
record FlagView(
    @Schema(description = "Whether it is set, or was while the caller waited", example = "true")
        boolean set) {}
