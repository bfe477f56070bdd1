package io.forkyard.web;

import io.swagger.v3.oas.annotations.media.Schema;

/** A permit was taken. */
@Schema(name = "Permit", description = "A permit was taken")
record PermitView(@Schema(description = "Permits that were left then", example = "1") int value) {}
