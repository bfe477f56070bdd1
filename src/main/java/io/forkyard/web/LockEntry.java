package io.forkyard.web;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How a lock is acquired. */
@Schema(name = "LockEntry", description = "How a lock is acquired")
record LockEntry(
    @Schema(
            description = "To enter a re-entrant lock once more: the token that holds it",
            example = Examples.LEASE)
        @JsonSetter(nulls = Nulls.SET)
        @Nullable String token) {}
